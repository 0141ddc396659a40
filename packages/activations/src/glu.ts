import { unary } from "@nn/backend";
import { type Operation, type Tensor } from "@nn/tensor";
import { applyGated, GatedUnit, gatedOperation, type GatedUnitOptions } from "./gatedUnit.ts";

/**
 * a · σ(b) for the halves a and b of x along an axis: the second half gates, as in PyTorch, PaddlePaddle and Keras.
 *
 * Source: Dauphin et al. 2017, "Language Modeling with Gated Convolutional Networks".
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
 * await glu(x).data(); // 0.5, 0.5379
 * ```
 */
export function glu(x: Tensor, options: GatedUnitOptions = {}): Tensor {
  return applyGated(gluOperation, x, { gate: "second", ...options }, undefined);
}

/** {@link glu} as a module. */
export class GLU extends GatedUnit {
  constructor(options: GatedUnitOptions = {}) {
    super({ gate: "second", ...options });
  }

  override forward(input: Tensor): Tensor {
    return glu(input, this);
  }
}

/** The token of {@link glu}; its operands are the value and the gate. */
export const gluOperation: Operation<undefined> = gatedOperation("glu", (gate) => unary("sigmoid", gate));
