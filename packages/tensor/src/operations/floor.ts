import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const floorOperation: Operation<undefined> = elementwise("floor", ([x]) => unary("floor", x!));

/**
 * The largest integer that is at most x, element by element. The gradient is 0.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1.5, 0.2, 2], { backend });
 * await floor(x).data(); // -2, 0, 2
 * ```
 */
export function floor(x: Tensor): Tensor {
  return applySingle(floorOperation, floatOperands("floor", [x]), undefined);
}
