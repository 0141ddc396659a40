import { modulo } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { numericOperands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const remainderOperation: Operation<undefined> = elementwise("remainder", ([x, y]) => modulo(x!, y!));

/**
 * x − ⌊x / y⌋ · y, element by element: it has the sign of y. Shapes broadcast; an integer over 0 gives 0.
 *
 * @throws NNError `dtype` unless they are numbers of one type
 *
 * @example
 * ```ts
 * const x = tensor([5, -5], { backend });
 * await remainder(x, 3).data(); // 2, 1
 * ```
 */
export function remainder(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(remainderOperation, numericOperands("remainder", [x, y]), undefined);
}
