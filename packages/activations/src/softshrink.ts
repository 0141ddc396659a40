import { Module } from "@nn/module";
import { applySingle, floatOperands, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";
import { shrinkOperation } from "./shrink.ts";

/** Options of {@link softshrink}. */
export interface SoftshrinkOptions {
  /** How far elements move towards 0. Default: 0.5. */
  readonly lambda?: number;
}

/**
 * x + λ below −λ, x − λ above λ, and 0 between, element by element. The gradient at ±λ is 0. NaN stays NaN, where
 * PyTorch 1.13 gives 0. λ is 0.5 by default, as everywhere.
 *
 * Source: Donoho 1995, "De-noising by Soft-thresholding".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `lambda` is at least 0
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-2, 0.5, 3], { backend });
 * await softshrink(x).data(); // -1.5, 0, 2.5
 * ```
 */
export function softshrink(x: Tensor, options: SoftshrinkOptions = {}): Tensor {
  const { lambda } = normal("softshrink", options);
  return applySingle(shrinkOperation, floatOperands("softshrink", [x]), { lambda, bias: lambda });
}

/** {@link softshrink} as a module. */
export class Softshrink extends Module {
  readonly lambda: number;

  /** @throws NNError `option` as {@link softshrink} does */
  constructor(options: SoftshrinkOptions = {}) {
    super();
    const { lambda } = normal("Softshrink", options);
    this.lambda = lambda;
  }

  override forward(input: Tensor): Tensor {
    return softshrink(input, this);
  }

  protected override describe(): string {
    return `lambda=${this.lambda}`;
  }
}

function normal(operation: string, options: SoftshrinkOptions): Required<SoftshrinkOptions> {
  const { lambda = 0.5 } = options;
  checkNumber(operation, "lambda", lambda, "nonNegative");
  return { lambda };
}
