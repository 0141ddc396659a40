import { multiply } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { numericOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const squareOperation: Operation<undefined> = elementwise("square", ([x]) => multiply(x!, x!));

/**
 * x², element by element.
 *
 * @throws NNError `dtype` unless x holds numbers
 *
 * @example
 * ```ts
 * const x = tensor([-3, 2], { backend });
 * await square(x).data(); // 9, 4
 * ```
 */
export function square(x: Tensor): Tensor {
  return applySingle(squareOperation, numericOperands("square", [x]), undefined);
}
