import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { boolOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const logicalNotOperation: Operation<undefined> = elementwise("logicalNot", ([x]) => unary("not", x!));

/**
 * Not x, element by element.
 *
 * @throws NNError `dtype` unless x is bool
 *
 * @example
 * ```ts
 * const x = tensor([true, false], { backend });
 * await logicalNot(x).data(); // 0, 1
 * ```
 */
export function logicalNot(x: Tensor): Tensor {
  return applySingle(logicalNotOperation, boolOperands("logicalNot", [x]), undefined);
}
