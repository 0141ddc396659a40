import { add as sum } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import type { Operation } from "../operation.ts";
import { applySingle } from "../operation.ts";
import { numericOperands, type TensorOrNumber } from "../operands.ts";
import type { Tensor } from "../tensor.ts";

export const addOperation: Operation<undefined> = elementwise("add", ([x, y]) => sum(x!, y!));

/**
 * x + y, element by element; shapes broadcast. A number takes the tensor's type.
 *
 * @example
 * ```ts
 * const x = tensor([1, 2], { backend });
 * await add(x, 10).data(); // 11, 12
 * ```
 */
export function add(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(addOperation, numericOperands("add", [x, y]), undefined);
}
