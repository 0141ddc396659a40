import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const cosOperation: Operation<undefined> = elementwise("cos", ([x]) => unary("cos", x!));

/**
 * The cosine of x in radians, element by element.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([0, 1], { backend });
 * await cos(x).data(); // 1, 0.5403
 * ```
 */
export function cos(x: Tensor): Tensor {
  return applySingle(cosOperation, floatOperands("cos", [x]), undefined);
}
