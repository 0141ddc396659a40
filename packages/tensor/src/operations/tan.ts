import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const tanOperation: Operation<undefined> = elementwise("tan", ([x]) => unary("tan", x!));

/**
 * The tangent of x in radians, element by element.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([0, 1], { backend });
 * await tan(x).data(); // 0, 1.5574
 * ```
 */
export function tan(x: Tensor): Tensor {
  return applySingle(tanOperation, floatOperands("tan", [x]), undefined);
}
