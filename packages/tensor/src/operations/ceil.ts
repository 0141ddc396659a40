import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const ceilOperation: Operation<undefined> = elementwise("ceil", ([x]) => unary("ceil", x!));

/**
 * The smallest integer that is at least x, element by element. The gradient is 0.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1.5, 0.2, 2], { backend });
 * await ceil(x).data(); // -1, 1, 2
 * ```
 */
export function ceil(x: Tensor): Tensor {
  return applySingle(ceilOperation, floatOperands("ceil", [x]), undefined);
}
