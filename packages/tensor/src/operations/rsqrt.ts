import { constant, divide, unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const rsqrtOperation: Operation<undefined> = elementwise("rsqrt", ([x]) =>
  divide(constant(1, x!.dtype), unary("squareRoot", x!)),
);

/**
 * 1 / √x, element by element: ∞ at 0, NaN below.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([4, 0.25], { backend });
 * await rsqrt(x).data(); // 0.5, 2
 * ```
 */
export function rsqrt(x: Tensor): Tensor {
  return applySingle(rsqrtOperation, floatOperands("rsqrt", [x]), undefined);
}
