import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const expm1Operation: Operation<undefined> = elementwise("expm1", ([x]) => unary("expm1", x!));

/**
 * e^x − 1, element by element, exact for small x.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([0, 1e-8], { backend });
 * await expm1(x).data(); // 0, 1.00e-8
 * ```
 */
export function expm1(x: Tensor): Tensor {
  return applySingle(expm1Operation, floatOperands("expm1", [x]), undefined);
}
