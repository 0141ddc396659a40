import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { numericOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const negOperation: Operation<undefined> = elementwise("neg", ([x]) => unary("negate", x!));

/**
 * −x, element by element. A uint32 wraps around.
 *
 * @throws NNError `dtype` unless x holds numbers
 *
 * @example
 * ```ts
 * const x = tensor([1, -2], { backend });
 * await neg(x).data(); // -1, 2
 * ```
 */
export function neg(x: Tensor): Tensor {
  return applySingle(negOperation, numericOperands("neg", [x]), undefined);
}
