import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const expOperation: Operation<undefined> = elementwise("exp", ([x]) => unary("exp", x!));

/**
 * e^x, element by element.
 *
 * @throws NNError `dtype` unless x holds floats
 */
export function exp(x: Tensor): Tensor {
  return applySingle(expOperation, floatOperands("exp", [x]), undefined);
}
