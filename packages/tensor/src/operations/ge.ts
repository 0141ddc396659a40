import { compare } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { operands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const geOperation: Operation<undefined> = elementwise("ge", ([x, y]) => compare("lessEqual", y!, x!));

/**
 * Whether x ≥ y, element by element, as bool; shapes broadcast. False with NaN.
 *
 * @throws NNError `dtype` if they are of different types
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3], { backend });
 * await ge(x, 2).data(); // 0, 1, 1
 * ```
 */
export function ge(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(geOperation, operands("ge", [x, y]), undefined);
}
