import { type Operation, type Tensor } from "@nn/tensor";
import { applyGated, GatedUnit, gatedOperation, type GatedUnitOptions } from "./gatedUnit.ts";
import { geluFormula } from "./gelu.ts";

/**
 * gelu(a) · b for the halves a and b of x along an axis, with the exact GELU. The first half gates, as in the paper, unless
 * `gate` says otherwise; several implementations gate with the second.
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
 * await geglu(x).data(); // 0, -1.9545
 * ```
 */
export function geglu(x: Tensor, options: GatedUnitOptions = {}): Tensor {
  return applyGated(gegluOperation, x, options, undefined);
}

/** {@link geglu} as a module. */
export class GEGLU extends GatedUnit {
  override forward(input: Tensor): Tensor {
    return geglu(input, this);
  }
}

/** The token of {@link geglu}; its operands are the value and the gate. */
export const gegluOperation: Operation<undefined> = gatedOperation("geglu", geluFormula);
