import { constant, divide } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const reciprocalOperation: Operation<undefined> = elementwise("reciprocal", ([x]) =>
  divide(constant(1, x!.dtype), x!),
);

/**
 * 1 / x, element by element.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([2, -4], { backend });
 * await reciprocal(x).data(); // 0.5, -0.25
 * ```
 */
export function reciprocal(x: Tensor): Tensor {
  return applySingle(reciprocalOperation, floatOperands("reciprocal", [x]), undefined);
}
