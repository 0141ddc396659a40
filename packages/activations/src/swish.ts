import { multiply, unary, type Expression } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";
import { withTails } from "./withTails.ts";

/** Options of {@link swish}. */
export interface SwishOptions {
  /** How steep the gate is. Default: 1. */
  readonly beta?: number;
}

/**
 * x · σ(β · x), element by element, where σ is the sigmoid. With β = 0 it is x / 2; for β → ∞ it becomes ReLU. It is 0
 * and x where σ has gone to 0 and 1, infinities included.
 *
 * Source: Ramachandran, Zoph & Le 2017, "Searching for Activation Functions".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `beta` is finite
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1, 0, 1], { backend });
 * await swish(x, { beta: 2 }).data(); // -0.1192, 0, 0.8808
 * ```
 */
export function swish(x: Tensor, options: SwishOptions = {}): Tensor {
  return applySingle(swishOperation, floatOperands("swish", [x]), normal("swish", options));
}

/** {@link swish} as a module. */
export class Swish extends Module {
  readonly beta: number;

  /** @throws NNError `option` as {@link swish} does */
  constructor(options: SwishOptions = {}) {
    super();
    const { beta } = normal("Swish", options);
    this.beta = beta;
  }

  override forward(input: Tensor): Tensor {
    return swish(input, this);
  }

  protected override describe(): string {
    return `beta=${this.beta}`;
  }
}

/** The token of {@link swish}. */
export const swishOperation: Operation<Required<SwishOptions>> = elementwise("swish", ([x], { beta }) =>
  swishFormula(x!, beta),
);

function normal(operation: string, options: SwishOptions): Required<SwishOptions> {
  const { beta = 1 } = options;
  checkNumber(operation, "beta", beta, "finite");
  return { beta };
}

/** x · σ(β · x) as an expression. */
export function swishFormula(x: Expression, beta: number): Expression {
  if (beta === 0) return multiply(x, 0.5);
  const steep = multiply(x, beta);
  return withTails(steep, x, multiply(x, unary("sigmoid", steep)));
}
