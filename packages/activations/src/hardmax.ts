import { Module } from "@nn/module";
import { argmax, floatOperands, normalizeAxis, oneHot, transpose, type Tensor } from "@nn/tensor";

/** Options of {@link hardmax} and `sparsemax`. */
export interface AxisOptions {
  /** The axis along which the result sums to 1; negative ones count from the end. Default: -1. */
  readonly axis?: number;
}

/**
 * 1 at the first maximum along an axis, and else 0: ONNX' Hardmax. NaN counts as the largest. It moves in steps: it has no
 * gradient.
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` if the axis does not exist
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([1, 3, 3, 2], { backend });
 * await hardmax(x).data(); // 0, 1, 0, 0
 * ```
 */
export function hardmax(x: Tensor, { axis = -1 }: AxisOptions = {}): Tensor {
  const [input] = floatOperands("hardmax", [x]);
  const along = normalizeAxis("hardmax", axis, x.rank);
  const winners = argmax(transpose(input!, along, -1), { axis: -1 });
  return transpose(oneHot(winners, x.shape[along]!, { dtype: x.dtype }), along, -1);
}

/** {@link hardmax} as a module. */
export class Hardmax extends Module {
  readonly axis: number;

  constructor({ axis = -1 }: AxisOptions = {}) {
    super();
    this.axis = axis;
  }

  override forward(input: Tensor): Tensor {
    return hardmax(input, this);
  }

  protected override describe(): string {
    return `axis=${this.axis}`;
  }
}
