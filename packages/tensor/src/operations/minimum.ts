import { binary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { numericOperands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const minimumOperation: Operation<undefined> = elementwise("minimum", ([x, y]) => binary("minimum", x!, y!));

/**
 * The smaller of x and y, element by element; shapes broadcast. NaN wins; a tie halves the gradient.
 *
 * @throws NNError `dtype` unless they are numbers of one type
 *
 * @example
 * ```ts
 * const x = tensor([-1, 2], { backend });
 * await minimum(x, 0).data(); // -1, 0
 * ```
 */
export function minimum(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(minimumOperation, numericOperands("minimum", [x, y]), undefined);
}
