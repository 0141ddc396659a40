import { divide } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const divOperation: Operation<undefined> = elementwise("div", ([x, y]) => divide(x!, y!));

/**
 * x / y, element by element; shapes broadcast. For integers there is `floorDivide`.
 *
 * @throws NNError `dtype` unless they are floats of one type
 *
 * @example
 * ```ts
 * const x = tensor([1, 2], { backend });
 * await div(x, 4).data(); // 0.25, 0.5
 * ```
 */
export function div(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(divOperation, floatOperands("div", [x, y]), undefined);
}
