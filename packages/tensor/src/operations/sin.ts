import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const sinOperation: Operation<undefined> = elementwise("sin", ([x]) => unary("sin", x!));

/**
 * The sine of x in radians, element by element.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([0, 1], { backend });
 * await sin(x).data(); // 0, 0.8415
 * ```
 */
export function sin(x: Tensor): Tensor {
  return applySingle(sinOperation, floatOperands("sin", [x]), undefined);
}
