import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const expOperation: Operation<undefined> = elementwise("exp", ([x]) => unary("exp", x!));

/**
 * e^x, element by element.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([0, 1, -1], { backend });
 * await exp(x).data(); // 1, 2.71828, 0.36788
 * ```
 */
export function exp(x: Tensor): Tensor {
  return applySingle(expOperation, floatOperands("exp", [x]), undefined);
}
