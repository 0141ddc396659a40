import { subtract } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { numericOperands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const subOperation: Operation<undefined> = elementwise("sub", ([x, y]) => subtract(x!, y!));

/**
 * x − y, element by element; shapes broadcast. A number takes the tensor's type.
 *
 * @throws NNError `dtype` unless they are numbers of one type
 *
 * @example
 * ```ts
 * const x = tensor([1, 2], { backend });
 * await sub(x, 10).data(); // -9, -8
 * ```
 */
export function sub(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(subOperation, numericOperands("sub", [x, y]), undefined);
}
