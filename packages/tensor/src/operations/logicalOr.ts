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
 */
export function logicalOr(x: Tensor, y: Tensor): Tensor {
  return applySingle(logicalOrOperation, boolOperands("logicalOr", [x, y]), undefined);
}
