import { multiply } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { numericOperands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const mulOperation: Operation<undefined> = elementwise("mul", ([x, y]) => multiply(x!, y!));

/**
 * x · y, element by element; shapes broadcast. A number takes the tensor's type.
 *
 * @throws NNError `dtype` unless they are numbers of one type
 *
 * @example
 * ```ts
 * const x = tensor([1, 2], { backend });
 * await mul(x, 10).data(); // 10, 20
 * ```
 */
export function mul(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(mulOperation, numericOperands("mul", [x, y]), undefined);
}
