import { type Operation, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";
import { applyGated, GatedUnit, gatedOperation, type GatedUnitOptions } from "./gatedUnit.ts";
import { swishFormula } from "./swish.ts";

/** Options of {@link swiglu}. */
export interface SwiGLUOptions extends GatedUnitOptions {
  /** How steep the gate is: σ(β · gate). Default: 1. */
  readonly beta?: number;
}

/**
 * a · σ(β · a) · b for the halves a and b of x along an axis. The first half gates, as in PaddlePaddle and ONNX, unless
 * `gate` says otherwise. β is 1 by default, as everywhere.
 *
 * Source: Shazeer 2020, "GLU Variants Improve Transformer".
 *
 * @param x floats, with an even size along the axis
 * @returns of the same shape, but half the size along the axis
 * @throws NNError `option` if the axis does not exist, or `beta` is not finite
 * @throws NNError `shape` unless the axis has an even size
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 0, -1], { backend });
 * await swiglu(x).data(); // 0, -1.7616
 * ```
 */
export function swiglu(x: Tensor, options: SwiGLUOptions = {}): Tensor {
  const { beta = 1 } = options;
  checkNumber("swiglu", "beta", beta, "finite");
  return applyGated(swigluOperation, x, options, { beta });
}

/** {@link swiglu} as a module. */
export class SwiGLU extends GatedUnit {
  readonly beta: number;

  /** @throws NNError `option` unless `beta` is finite */
  constructor(options: SwiGLUOptions = {}) {
    super(options);
    const { beta = 1 } = options;
    checkNumber("SwiGLU", "beta", beta, "finite");
    this.beta = beta;
  }

  override forward(input: Tensor): Tensor {
    return swiglu(input, this);
  }
}

/** The token of {@link swiglu}; its operands are the value and the gate. */
export const swigluOperation: Operation<{ readonly beta: number }> = gatedOperation("swiglu", (gate, { beta }) =>
  swishFormula(gate, beta),
);
