import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const sigmoidOperation: Operation<undefined> = elementwise("sigmoid", ([x]) => unary("sigmoid", x!));

/**
 * 1 / (1 + e^−x), element by element. It does not overflow.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1000, 0, 1], { backend });
 * await sigmoid(x).data(); // 0, 0.5, 0.7311
 * ```
 */
export function sigmoid(x: Tensor): Tensor {
  return applySingle(sigmoidOperation, floatOperands("sigmoid", [x]), undefined);
}
