import { or } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { boolOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const logicalOrOperation: Operation<undefined> = elementwise("logicalOr", ([x, y]) => or(x!, y!));

/**
 * x or y, element by element; shapes broadcast.
 *
 * @throws NNError `dtype` unless they are bool
 *
 * @example
 * ```ts
 * const x = tensor([true, true, false, false], { backend });
 * const y = tensor([true, false, true, false], { backend });
 * await logicalOr(x, y).data(); // 1, 1, 1, 0
 * ```
 */
export function logicalOr(x: Tensor, y: Tensor): Tensor {
  return applySingle(logicalOrOperation, boolOperands("logicalOr", [x, y]), undefined);
}
