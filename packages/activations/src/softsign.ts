import { add, constant, divide, less, multiply, select, unary } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { withSlopes } from "./withSlopes.ts";

/**
 * x / (1 + |x|), element by element. It is ±1 at ±∞.
 *
 * Source: Turian, Bergstra & Bengio 2009, "Quadratic Features and Deep Architectures for Chunking".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-3, 0, 1], { backend });
 * await softsign(x).data(); // -0.75, 0, 0.5
 * ```
 */
export function softsign(x: Tensor): Tensor {
  return applySingle(softsignOperation, floatOperands("softsign", [x]), undefined);
}

/** {@link softsign} as a module. */
export class Softsign extends Module {
  override forward(input: Tensor): Tensor {
    return softsign(input);
  }
}

/** The token of {@link softsign}. */
export const softsignOperation: Operation<undefined> = withSlopes("softsign", [
  (x) => {
    const size = unary("absolute", x);
    const far = divide(unary("sign", x), add(divide(constant(1, x.dtype), size), 1));
    return select(less(constant(1, x.dtype), size), far, divide(x, add(size, 1)));
  },
  (x) => {
    const shrunk = divide(constant(1, x.dtype), add(unary("absolute", x), 1));
    return multiply(shrunk, shrunk);
  },
]);
