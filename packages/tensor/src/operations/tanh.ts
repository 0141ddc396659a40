import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const tanhOperation: Operation<undefined> = elementwise("tanh", ([x]) => unary("tanh", x!));

/**
 * The hyperbolic tangent, element by element.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1000, 0, 1], { backend });
 * await tanh(x).data(); // -1, 0, 0.7616
 * ```
 */
export function tanh(x: Tensor): Tensor {
  return applySingle(tanhOperation, floatOperands("tanh", [x]), undefined);
}
