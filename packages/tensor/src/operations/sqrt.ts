import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const sqrtOperation: Operation<undefined> = elementwise("sqrt", ([x]) => unary("squareRoot", x!));

/**
 * √x, element by element; NaN below 0.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([9, 2], { backend });
 * await sqrt(x).data(); // 3, 1.4142
 * ```
 */
export function sqrt(x: Tensor): Tensor {
  return applySingle(sqrtOperation, floatOperands("sqrt", [x]), undefined);
}
