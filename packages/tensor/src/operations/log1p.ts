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
 *
 * @example
 * ```ts
 * const x = tensor([0, 1e-8], { backend });
 * await log1p(x).data(); // 0, 1.00e-8
 * ```
 */
export function log1p(x: Tensor): Tensor {
  return applySingle(log1pOperation, floatOperands("log1p", [x]), undefined);
}
