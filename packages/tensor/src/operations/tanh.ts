import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const tanhOperation: Operation<undefined> = elementwise("tanh", ([x]) => unary("tanh", x!));

/**
 * The hyperbolic tangent, element by element.
 *
 * @throws NNError `dtype` unless x holds floats
 */
export function tanh(x: Tensor): Tensor {
  return applySingle(tanhOperation, floatOperands("tanh", [x]), undefined);
}
