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
 */
export function expm1(x: Tensor): Tensor {
  return applySingle(expm1Operation, floatOperands("expm1", [x]), undefined);
}
