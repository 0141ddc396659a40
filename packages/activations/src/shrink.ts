import { add, less, lessEqual, select, subtract, unary } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";

/** Options of {@link shrink}. */
export interface ShrinkOptions {
  /** How far from 0 the result is 0. Default: 0.5. */
  readonly lambda?: number;
  /** How far the rest moves towards 0. Default: 0. */
  readonly bias?: number;
}

/**
 * x + bias below −λ, x − bias above λ, and 0 between, both ends included, element by element: ONNX' Shrink. With bias
 * = λ it is {@link softshrink}, with bias = 0 {@link hardshrink}. NaN stays NaN; the gradient at ±λ is 0.
 *
 * Source: the ONNX operator of that name.
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `lambda` is at least 0, and `bias` is finite
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-2, 0.5, 3], { backend });
 * await shrink(x, { lambda: 1, bias: 0.5 }).data(); // -1.5, 0, 2.5
 * ```
 */
export function shrink(x: Tensor, options: ShrinkOptions = {}): Tensor {
  return applySingle(shrinkOperation, floatOperands("shrink", [x]), normal("shrink", options));
}

/** {@link shrink} as a module. */
export class Shrink extends Module {
  readonly lambda: number;
  readonly bias: number;

  /** @throws NNError `option` as {@link shrink} does */
  constructor(options: ShrinkOptions = {}) {
    super();
    const { lambda, bias } = normal("Shrink", options);
    this.lambda = lambda;
    this.bias = bias;
  }

  override forward(input: Tensor): Tensor {
    return shrink(input, this);
  }

  protected override describe(): string {
    return `lambda=${this.lambda}, bias=${this.bias}`;
  }
}

/** The token of {@link shrink}. */
export const shrinkOperation: Operation<Required<ShrinkOptions>> = elementwise("shrink", ([x], { lambda, bias }) =>
  select(lessEqual(unary("absolute", x!), lambda), 0, select(less(x!, 0), add(x!, bias), subtract(x!, bias))),
);

function normal(operation: string, options: ShrinkOptions): Required<ShrinkOptions> {
  const { lambda = 0.5, bias = 0 } = options;
  checkNumber(operation, "lambda", lambda, "nonNegative");
  checkNumber(operation, "bias", bias, "finite");
  return { lambda, bias };
}
