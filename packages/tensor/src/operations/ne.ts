import { compare } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { operands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const neOperation: Operation<undefined> = elementwise("ne", ([x, y]) => compare("notEqual", x!, y!));

/**
 * Whether x ≠ y, element by element, as bool; shapes broadcast. NaN differs from everything.
 *
 * @throws NNError `dtype` if they are of different types
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3], { backend });
 * await ne(x, 2).data(); // 1, 0, 1
 * ```
 */
export function ne(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(neOperation, operands("ne", [x, y]), undefined);
}
