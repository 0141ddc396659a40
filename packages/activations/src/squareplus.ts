import { add, constant, divide, less, multiply, select, subtract, unary, type Expression } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";
import { withSlopes } from "./withSlopes.ts";

/** Options of {@link squareplus}. */
export interface SquareplusOptions {
  /** How wide the bend is. Default: 4. */
  readonly b?: number;
}

/**
 * (x + √(x² + b)) / 2, element by element: a softplus without exponentials. Below 0 it is computed as b / 2 / (√(x² +
 * b) − x), which does not cancel, and x² never overflows. b is 4 by default, as in Keras and JAX; it is 1 for x = 0
 * then.
 *
 * Source: Barron 2021, "Squareplus: A Softplus-Like Algebraic Rectifier".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `b` is above 0
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1.5, 0, 1.5], { backend });
 * await squareplus(x).data(); // 0.5, 1, 2
 * ```
 */
export function squareplus(x: Tensor, options: SquareplusOptions = {}): Tensor {
  return applySingle(squareplusOperation, floatOperands("squareplus", [x]), normal("squareplus", options));
}

/** {@link squareplus} as a module. */
export class Squareplus extends Module {
  readonly b: number;

  /** @throws NNError `option` as {@link squareplus} does */
  constructor(options: SquareplusOptions = {}) {
    super();
    const { b } = normal("Squareplus", options);
    this.b = b;
  }

  override forward(input: Tensor): Tensor {
    return squareplus(input, this);
  }

  protected override describe(): string {
    return `b=${this.b}`;
  }
}

/** The token of {@link squareplus}. */
export const squareplusOperation: Operation<Required<SquareplusOptions>> = withSlopes<Required<SquareplusOptions>>(
  "squareplus",
  [
    (x, { b }) => value(x, root(x, b), b),
    (x, { b }) => {
      const h = root(x, b);
      const far = add(divide(constant(0.5, x.dtype), relative(x, b)), 0.5);
      return select(less(constant(1, x.dtype), x), far, divide(value(x, h, b), h));
    },
    (x, { b }) => {
      const h = root(x, b);
      return divide(divide(divide(constant(b / 2, x.dtype), h), h), h);
    },
  ],
);

function normal(operation: string, options: SquareplusOptions): Required<SquareplusOptions> {
  const { b = 4 } = options;
  checkNumber(operation, "b", b, "positive");
  return { b };
}

/** √(1 + b / x²) */
function relative(x: Expression, b: number): Expression {
  return unary("squareRoot", add(divide(divide(constant(b, x.dtype), x), x), 1));
}

/** √(x² + b) */
function root(x: Expression, b: number): Expression {
  const size = unary("absolute", x);
  const near = unary("squareRoot", add(multiply(x, x), b));
  return select(less(constant(1, x.dtype), size), multiply(size, relative(x, b)), near);
}

function value(x: Expression, h: Expression, b: number): Expression {
  const below = divide(constant(b / 2, x.dtype), subtract(h, x));
  return select(less(x, 0), below, add(multiply(x, 0.5), multiply(h, 0.5)));
}
