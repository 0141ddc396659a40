import { compare } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { operands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const leOperation: Operation<undefined> = elementwise("le", ([x, y]) => compare("lessEqual", x!, y!));

/**
 * Whether x ≤ y, element by element, as bool; shapes broadcast. False with NaN.
 *
 * @throws NNError `dtype` if they are of different types
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3], { backend });
 * await le(x, 2).data(); // 1, 1, 0
 * ```
 */
export function le(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(leOperation, operands("le", [x, y]), undefined);
}
