import { binary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { numericOperands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const maximumOperation: Operation<undefined> = elementwise("maximum", ([x, y]) => binary("maximum", x!, y!));

/**
 * The greater of x and y, element by element; shapes broadcast. NaN wins; a tie halves the gradient.
 *
 * @throws NNError `dtype` unless they are numbers of one type
 *
 * @example
 * ```ts
 * const x = tensor([-1, 2], { backend });
 * await maximum(x, 0).data(); // 0, 2
 * ```
 */
export function maximum(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(maximumOperation, numericOperands("maximum", [x, y]), undefined);
}
