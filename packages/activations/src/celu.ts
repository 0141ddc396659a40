import { divide, lessEqual, multiply, select, unary } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";

/** Options of {@link celu}. */
export interface CELUOptions {
  /** −α is the limit for x → −∞. Default: 1. */
  readonly alpha?: number;
}

/**
 * x where x > 0, and α · (e^(x/α) − 1) elsewhere, element by element: unlike {@link elu}'s, its slope is 1 on both
 * sides of 0 for every α. α is 1 by default, as everywhere.
 *
 * Source: Barron 2017, "Continuously Differentiable Exponential Linear Units".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `alpha` is above 0
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-2, 0, 3], { backend });
 * await celu(x, { alpha: 2 }).data(); // -1.2642, 0, 3
 * ```
 */
export function celu(x: Tensor, options: CELUOptions = {}): Tensor {
  return applySingle(celuOperation, floatOperands("celu", [x]), normal("celu", options));
}

/** {@link celu} as a module. */
export class CELU extends Module {
  readonly alpha: number;

  /** @throws NNError `option` as {@link celu} does */
  constructor(options: CELUOptions = {}) {
    super();
    const { alpha } = normal("CELU", options);
    this.alpha = alpha;
  }

  override forward(input: Tensor): Tensor {
    return celu(input, this);
  }

  protected override describe(): string {
    return `alpha=${this.alpha}`;
  }
}

/** The token of {@link celu}. */
export const celuOperation: Operation<Required<CELUOptions>> = elementwise("celu", ([x], { alpha }) =>
  select(lessEqual(x!, 0), multiply(unary("expm1", divide(x!, alpha)), alpha), x!),
);

function normal(operation: string, options: CELUOptions): Required<CELUOptions> {
  const { alpha = 1 } = options;
  checkNumber(operation, "alpha", alpha, "positive");
  return { alpha };
}
