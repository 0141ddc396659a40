import { floorDivide as quotient } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { numericOperands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const floorDivideOperation: Operation<undefined> = elementwise("floorDivide", ([x, y]) => quotient(x!, y!));

/**
 * ⌊x / y⌋, element by element; shapes broadcast. An integer over 0 gives 0; the gradient is 0.
 *
 * @throws NNError `dtype` unless they are numbers of one type
 *
 * @example
 * ```ts
 * const x = tensor([5, -5], { backend });
 * await floorDivide(x, 3).data(); // 1, -2
 * ```
 */
export function floorDivide(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(floorDivideOperation, numericOperands("floorDivide", [x, y]), undefined);
}
