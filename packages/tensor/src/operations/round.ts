import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const roundOperation: Operation<undefined> = elementwise("round", ([x]) => unary("round", x!));

/**
 * The integer next to x, element by element; a half goes to the even one. The gradient is 0.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1.4, 0.5, 1.5], { backend });
 * await round(x).data(); // -1, 0, 2
 * ```
 */
export function round(x: Tensor): Tensor {
  return applySingle(roundOperation, floatOperands("round", [x]), undefined);
}
