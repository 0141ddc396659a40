import { compare } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { operands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const eqOperation: Operation<undefined> = elementwise("eq", ([x, y]) => compare("equal", x!, y!));

/**
 * Whether x = y, element by element, as bool; shapes broadcast. NaN equals nothing.
 *
 * @throws NNError `dtype` if they are of different types
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3], { backend });
 * await eq(x, 2).data(); // 0, 1, 0
 * ```
 */
export function eq(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(eqOperation, operands("eq", [x, y]), undefined);
}
