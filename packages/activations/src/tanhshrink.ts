import { multiply, subtract, unary } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { withSlopes } from "./withSlopes.ts";

/**
 * x − tanh(x), element by element. Its gradient is computed as tanh(x)², not as 1 − (1 − tanh(x)²).
 *
 * Source: PyTorch's reference implementation.
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-2, 0, 1], { backend });
 * await tanhshrink(x).data(); // -1.0360, 0, 0.2384
 * ```
 */
export function tanhshrink(x: Tensor): Tensor {
  return applySingle(tanhshrinkOperation, floatOperands("tanhshrink", [x]), undefined);
}

/** {@link tanhshrink} as a module. */
export class Tanhshrink extends Module {
  override forward(input: Tensor): Tensor {
    return tanhshrink(input);
  }
}

/** The token of {@link tanhshrink}. */
export const tanhshrinkOperation: Operation<undefined> = withSlopes("tanhshrink", [
  (x) => subtract(x, unary("tanh", x)),
  (x) => {
    const y = unary("tanh", x);
    return multiply(y, y);
  },
]);
