import { multiply, type DType } from "@nn/backend";
import { Module, type Parameter } from "@nn/module";
import { applySingle, elementwise, formatShape, inverseDeviation, mean, perAxis, square } from "@nn/tensor";
import type { Operation, Tensor } from "@nn/tensor";
import { affineParameters, checkAffine, scaleAndShift, type AffineOptions } from "./affine.ts";
import { checkEpsilon, trailingAxes } from "./checks.ts";

/** Options of {@link rmsNorm}. */
export interface RMSNormOptions {
  /** Factor, of shape `normalizedShape`. Default: none. */
  readonly weight?: Tensor | undefined;
  /**
   * Added to the mean of squares. Default: the distance from 1 to the next number of the type, 2^−23 for float32, as in
   * PyTorch; ONNX has 1e-5, Keras 1e-6.
   */
  readonly epsilon?: number;
}

/**
 * y = x / √(mean(x²) + epsilon) · weight, with the mean over the last axes: layer norm without subtracting the mean and
 * without a bias. Where all of x is 0, the result is 0.
 *
 * Source: Zhang & Sennrich 2019, "Root Mean Square Layer Normalization".
 *
 * @param input of shape […, ...normalizedShape]
 * @param normalizedShape the sizes of the last axes, or one number for the last
 * @returns of the shape of the input
 * @throws NNError `shape` unless the input ends in `normalizedShape`, which the weight has
 * @throws NNError `dtype` unless both are floats of one type
 * @throws NNError `option` unless epsilon is a number of at least 0
 *
 * @example
 * ```ts
 * const x = tensor([[1, 7], [0, 0]], { backend });
 * await rmsNorm(x, 2, { epsilon: 0 }).data(); // 0.2, 1.4, 0, 0
 * ```
 */
export function rmsNorm(
  input: Tensor,
  normalizedShape: number | readonly number[],
  options: RMSNormOptions = {},
): Tensor {
  const { weight, epsilon = machineEpsilon(input.dtype) } = options;
  const shape = typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape;
  const axes = trailingAxes("rmsNorm", input, shape);
  checkAffine("rmsNorm", input, { weight }, shape);
  checkEpsilon("rmsNorm", epsilon);
  const squares = mean(square(input), { axes, keepDims: true });
  return scaleAndShift(applySingle(rmsNormOperation, [input, squares], { epsilon }), { weight }, shape);
}

/** Options of {@link RMSNorm}. */
export interface RMSNormModuleOptions extends Omit<AffineOptions, "bias" | "weight"> {
  /** Whether it learns a weight. Default: true. */
  readonly affine?: boolean;
  /** Added to the mean of squares. Default: the distance from 1 to the next number of the input's type. */
  readonly epsilon?: number;
}

/** {@link rmsNorm} with a weight of its own. */
export class RMSNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly epsilon: number | undefined;
  /** Of shape `normalizedShape`. Starts as 1. */
  readonly weight: Parameter | undefined;

  /** @throws NNError `option` unless the sizes are positive integers and epsilon a number of at least 0 */
  constructor(normalizedShape: number | readonly number[], options: RMSNormModuleOptions) {
    super();
    const shape = typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape;
    this.normalizedShape = perAxis("RMSNorm", "normalizedShape", shape, Math.max(1, shape.length), 1);
    checkEpsilon("RMSNorm", options.epsilon ?? 0);
    this.epsilon = options.epsilon;
    this.weight = affineParameters(shape, { ...options, bias: false }, true).weight;
  }

  /** @throws NNError `shape` unless the input ends in `normalizedShape` */
  override forward(input: Tensor): Tensor {
    const { weight, epsilon } = this;
    return rmsNorm(input, this.normalizedShape, epsilon === undefined ? { weight } : { weight, epsilon });
  }

  protected override describe(): string {
    const epsilon = this.epsilon === undefined ? "" : `, epsilon=${this.epsilon}`;
    return `${formatShape(this.normalizedShape)}${epsilon}${this.weight ? "" : ", affine=false"}`;
  }
}

/** The token of {@link rmsNorm}: x and its mean squares, which broadcast. */
export const rmsNormOperation: Operation<{ readonly epsilon: number }> = elementwise(
  "rmsNorm",
  ([x, squares], { epsilon }) => multiply(x!, inverseDeviation(squares!, epsilon)),
);

function machineEpsilon(dtype: DType): number {
  return dtype === "float64" ? 2 ** -52 : 2 ** -23;
}
