import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { numericOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const signOperation: Operation<undefined> = elementwise("sign", ([x]) => unary("sign", x!));

/**
 * −1, 0 or 1, element by element; NaN stays. The gradient is 0.
 *
 * @throws NNError `dtype` unless x holds numbers
 *
 * @example
 * ```ts
 * const x = tensor([-3, 0, 2], { backend });
 * await sign(x).data(); // -1, 0, 1
 * ```
 */
export function sign(x: Tensor): Tensor {
  return applySingle(signOperation, numericOperands("sign", [x]), undefined);
}
