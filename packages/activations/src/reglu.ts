import { lessEqual, select } from "@nn/backend";
import { type Operation, type Tensor } from "@nn/tensor";
import { applyGated, GatedUnit, gatedOperation, type GatedUnitOptions } from "./gatedUnit.ts";

/**
 * relu(a) · b for the halves a and b of x along an axis. The first half gates unless `gate` says otherwise.
 *
 * Source: Shazeer 2020, "GLU Variants Improve Transformer".
 *
 * @param x floats, with an even size along the axis
 * @returns of the same shape, but half the size along the axis
 * @throws NNError `option` if the axis does not exist
 * @throws NNError `shape` unless the axis has an even size
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 0, -1], { backend });
 * await reglu(x).data(); // 0, -2
 * ```
 */
export function reglu(x: Tensor, options: GatedUnitOptions = {}): Tensor {
  return applyGated(regluOperation, x, options, undefined);
}

/** {@link reglu} as a module. */
export class ReGLU extends GatedUnit {
  override forward(input: Tensor): Tensor {
    return reglu(input, this);
  }
}

/** The token of {@link reglu}; its operands are the value and the gate. */
export const regluOperation: Operation<undefined> = gatedOperation("reglu", (gate) =>
  select(lessEqual(gate, 0), 0, gate),
);
