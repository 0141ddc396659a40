import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const logOperation: Operation<undefined> = elementwise("log", ([x]) => unary("log", x!));

/**
 * The natural logarithm, element by element: −∞ at 0, NaN below.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 0], { backend });
 * await log(x).data(); // 0, 0.6931, -Infinity
 * ```
 */
export function log(x: Tensor): Tensor {
  return applySingle(logOperation, floatOperands("log", [x]), undefined);
}
