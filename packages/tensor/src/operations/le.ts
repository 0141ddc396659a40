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
 */
export function le(x: TensorOrNumber, y: TensorOrNumber): Tensor {
  return applySingle(leOperation, operands("le", [x, y]), undefined);
}
