import { and } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { boolOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const logicalAndOperation: Operation<undefined> = elementwise("logicalAnd", ([x, y]) => and(x!, y!));

/**
 * x and y, element by element; shapes broadcast.
 *
 * @throws NNError `dtype` unless they are bool
 *
 * @example
 * ```ts
 * const x = tensor([true, true, false, false], { backend });
 * const y = tensor([true, false, true, false], { backend });
 * await logicalAnd(x, y).data(); // 1, 0, 0, 0
 * ```
 */
export function logicalAnd(x: Tensor, y: Tensor): Tensor {
  return applySingle(logicalAndOperation, boolOperands("logicalAnd", [x, y]), undefined);
}
