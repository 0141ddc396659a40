import { Module } from "@nn/module";
import { applySingle, floatOperands, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";
import { shrinkOperation } from "./shrink.ts";

/** Options of {@link hardshrink}. */
export interface HardshrinkOptions {
  /** How far from 0 the result is 0. Default: 0.5. */
  readonly lambda?: number;
}

/**
 * x where |x| > λ, and else 0, element by element. The gradient at ±λ is 0; NaN stays NaN. λ is 0.5 by default, as
 * everywhere.
 *
 * Source: Donoho & Johnstone 1994, "Ideal Spatial Adaptation by Wavelet Shrinkage".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `lambda` is at least 0
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-2, 0.5, 3], { backend });
 * await hardshrink(x).data(); // -2, 0, 3
 * ```
 */
export function hardshrink(x: Tensor, options: HardshrinkOptions = {}): Tensor {
  const { lambda } = normal("hardshrink", options);
  return applySingle(shrinkOperation, floatOperands("hardshrink", [x]), { lambda, bias: 0 });
}

/** {@link hardshrink} as a module. */
export class Hardshrink extends Module {
  readonly lambda: number;

  /** @throws NNError `option` as {@link hardshrink} does */
  constructor(options: HardshrinkOptions = {}) {
    super();
    const { lambda } = normal("Hardshrink", options);
    this.lambda = lambda;
  }

  override forward(input: Tensor): Tensor {
    return hardshrink(input, this);
  }

  protected override describe(): string {
    return `lambda=${this.lambda}`;
  }
}

function normal(operation: string, options: HardshrinkOptions): Required<HardshrinkOptions> {
  const { lambda = 0.5 } = options;
  checkNumber(operation, "lambda", lambda, "nonNegative");
  return { lambda };
}
