import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const log1pOperation: Operation<undefined> = elementwise("log1p", ([x]) => unary("log1p", x!));

/**
 * log(1 + x), element by element, exact for small x.
 *
 * @throws NNError `dtype` unless x holds floats
 */
export function log1p(x: Tensor): Tensor {
  return applySingle(log1pOperation, floatOperands("log1p", [x]), undefined);
}
