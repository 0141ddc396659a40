import { lessEqual, multiply, select, unary } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";

/** Options of {@link elu}. */
export interface ELUOptions {
  /** −α is the limit for x → −∞. Default: 1. */
  readonly alpha?: number;
}

/**
 * x where x > 0, and α · (e^x − 1) elsewhere, element by element. At 0 the gradient is α. α is 1 by default, as
 * everywhere.
 *
 * Source: Clevert, Unterthiner & Hochreiter 2016, "Fast and Accurate Deep Network Learning by Exponential Linear
 * Units".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `alpha` is finite
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1, 0, 3], { backend });
 * await elu(x).data(); // -0.6321, 0, 3
 * ```
 */
export function elu(x: Tensor, options: ELUOptions = {}): Tensor {
  return applySingle(eluOperation, floatOperands("elu", [x]), normal("elu", options));
}

/** {@link elu} as a module. */
export class ELU extends Module {
  readonly alpha: number;

  /** @throws NNError `option` as {@link elu} does */
  constructor(options: ELUOptions = {}) {
    super();
    const { alpha } = normal("ELU", options);
    this.alpha = alpha;
  }

  override forward(input: Tensor): Tensor {
    return elu(input, this);
  }

  protected override describe(): string {
    return `alpha=${this.alpha}`;
  }
}

/** The token of {@link elu}. */
export const eluOperation: Operation<Required<ELUOptions>> = elementwise("elu", ([x], { alpha }) =>
  select(lessEqual(x!, 0), multiply(unary("expm1", x!), alpha), x!),
);

function normal(operation: string, options: ELUOptions): Required<ELUOptions> {
  const { alpha = 1 } = options;
  checkNumber(operation, "alpha", alpha, "finite");
  return { alpha };
}
