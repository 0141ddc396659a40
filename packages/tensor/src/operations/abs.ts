import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { numericOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const absOperation: Operation<undefined> = elementwise("abs", ([x]) => unary("absolute", x!));

/**
 * |x|, element by element. The gradient at 0 is 0.
 *
 * @throws NNError `dtype` unless x holds numbers
 *
 * @example
 * ```ts
 * const x = tensor([-2, 0, 3], { backend });
 * await abs(x).data(); // 2, 0, 3
 * ```
 */
export function abs(x: Tensor): Tensor {
  return applySingle(absOperation, numericOperands("abs", [x]), undefined);
}
