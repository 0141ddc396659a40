import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const truncOperation: Operation<undefined> = elementwise("trunc", ([x]) => unary("truncate", x!));

/**
 * x without its fraction, element by element. The gradient is 0.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1.5, 0.2, 2.9], { backend });
 * await trunc(x).data(); // -1, 0, 2
 * ```
 */
export function trunc(x: Tensor): Tensor {
  return applySingle(truncOperation, floatOperands("trunc", [x]), undefined);
}
