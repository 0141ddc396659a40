import { add, constant, divide, less, maximum, multiply, NNError, select, unary, type Expression } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";
import { withSlopes } from "./withSlopes.ts";

/** Options of {@link softplus}. */
export interface SoftplusOptions {
  /** How sharp the bend is. Default: 1. */
  readonly beta?: number;
  /** Where the line begins, in units of β · x; Infinity for nowhere. Default: 20. */
  readonly threshold?: number;
}

/**
 * log(1 + e^(βx)) / β, element by element, computed as (max(βx, 0) + log(1 + e^−|βx|)) / β, which does not overflow.
 * Where βx is above the threshold it is x itself, as in PyTorch and PaddlePaddle; Keras, ONNX and WebNN have neither β
 * nor a threshold.
 *
 * Source: Dugas et al. 2001, "Incorporating Second-Order Functional Knowledge for Better Option Pricing".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `beta` is above 0
 * @throws NNError `option` if `threshold` is NaN
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1, 0, 89], { backend });
 * await softplus(x).data(); // 0.3133, 0.6931, 89
 * ```
 */
export function softplus(x: Tensor, options: SoftplusOptions = {}): Tensor {
  return applySingle(softplusOperation, floatOperands("softplus", [x]), normal("softplus", options));
}

/** {@link softplus} as a module. */
export class Softplus extends Module {
  readonly beta: number;
  readonly threshold: number;

  /** @throws NNError `option` as {@link softplus} does */
  constructor(options: SoftplusOptions = {}) {
    super();
    const { beta, threshold } = normal("Softplus", options);
    this.beta = beta;
    this.threshold = threshold;
  }

  override forward(input: Tensor): Tensor {
    return softplus(input, this);
  }

  protected override describe(): string {
    return `beta=${this.beta}, threshold=${this.threshold}`;
  }
}

/** The token of {@link softplus}. */
export const softplusOperation: Operation<Required<SoftplusOptions>> = withSlopes<Required<SoftplusOptions>>(
  "softplus",
  [
    (x, { beta, threshold }) => {
      const steep = multiply(x, beta);
      const tail = unary("log1p", unary("exp", unary("negate", unary("absolute", steep))));
      return select(above(steep, threshold), x, divide(add(maximum(steep, 0), tail), beta));
    },
    (x, { beta, threshold }) => {
      const steep = multiply(x, beta);
      return select(above(steep, threshold), 1, unary("sigmoid", steep));
    },
  ],
);

function normal(operation: string, options: SoftplusOptions): Required<SoftplusOptions> {
  const { beta = 1, threshold = 20 } = options;
  checkNumber(operation, "beta", beta, "positive");
  if (Number.isNaN(threshold)) throw new NNError("option", `${operation}: expected threshold to be a number, got NaN`);
  return { beta, threshold };
}

function above(steep: Expression, threshold: number): Expression {
  return less(constant(threshold, steep.dtype), steep);
}
