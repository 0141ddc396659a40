import { compare } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const isnanOperation: Operation<undefined> = elementwise("isnan", ([x]) => compare("notEqual", x!, x!));

/**
 * Whether each element is NaN; of type bool.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([1, NaN, -Infinity], { backend });
 * await isnan(x).data(); // 0, 1, 0
 * ```
 */
export function isnan(x: Tensor): Tensor {
  return applySingle(isnanOperation, floatOperands("isnan", [x]), undefined);
}
