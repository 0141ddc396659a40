import { xor } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { boolOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const logicalXorOperation: Operation<undefined> = elementwise("logicalXor", ([x, y]) => xor(x!, y!));

/**
 * Either x or y but not both, element by element; shapes broadcast.
 *
 * @throws NNError `dtype` unless they are bool
 *
 * @example
 * ```ts
 * const x = tensor([true, true, false, false], { backend });
 * const y = tensor([true, false, true, false], { backend });
 * await logicalXor(x, y).data(); // 0, 1, 1, 0
 * ```
 */
export function logicalXor(x: Tensor, y: Tensor): Tensor {
  return applySingle(logicalXorOperation, boolOperands("logicalXor", [x, y]), undefined);
}
