import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const atanOperation: Operation<undefined> = elementwise("atan", ([x]) => unary("atan", x!));

/**
 * The angle between −π/2 and π/2 whose tangent is x, element by element.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1, 0, 1], { backend });
 * await atan(x).data(); // -0.7854, 0, 0.7854
 * ```
 */
export function atan(x: Tensor): Tensor {
  return applySingle(atanOperation, floatOperands("atan", [x]), undefined);
}
