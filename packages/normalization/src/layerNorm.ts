import { Module, type Parameter } from "@nn/module";
import { formatShape, perAxis, type Tensor } from "@nn/tensor";
import { affineParameters, checkAffine, describeAffine, scaleAndShift } from "./affine.ts";
import type { AffineOptions, AffineTensors } from "./affine.ts";
import { checkEpsilon, trailingAxes } from "./checks.ts";
import { standardize } from "./standardize.ts";

/** Options of {@link layerNorm}. */
export interface LayerNormOptions extends AffineTensors {
  /** Added to the variance, against division by 0. Default: 1e-5; Keras and TensorFlow.js have 1e-3. */
  readonly epsilon?: number;
}

/** What {@link layerNormWithStatistics} gives. */
export interface LayerNormResult {
  readonly output: Tensor;
  /** Of the input's shape with 1 on the normalised axes. */
  readonly mean: Tensor;
  /** 1 / √(variance + epsilon), of the same shape. */
  readonly inverseDeviation: Tensor;
}

/**
 * y = (x − mean) / √(variance + epsilon) · weight + bias, with mean and biased variance over the last axes, for each
 * position of the others. A batch does not matter, so training and evaluation are the same. The variance is summed in a
 * second pass, of distances from the mean; equal values give the bias.
 *
 * As PyTorch's, PaddlePaddle's and, with `normalizedShape` from its `axis` on, ONNX's `LayerNormalization`. Keras
 * normalises the last axis.
 *
 * Source: Ba, Kiros & Hinton 2016, "Layer Normalization".
 *
 * @param input of shape […, ...normalizedShape]
 * @param normalizedShape the sizes of the last axes, or one number for the last
 * @returns of the shape of the input
 * @throws NNError `shape` unless the input ends in `normalizedShape`, which weight and bias have
 * @throws NNError `dtype` unless all are floats of one type
 * @throws NNError `option` unless epsilon is a number of at least 0
 *
 * @example
 * ```ts
 * const x = tensor([[1, 3], [20, 10]], { backend });
 * await layerNorm(x, 2, { epsilon: 0 }).data(); // -1, 1, 1, -1
 * ```
 */
export function layerNorm(
  input: Tensor,
  normalizedShape: number | readonly number[],
  options: LayerNormOptions = {},
): Tensor {
  return normalizeLast("layerNorm", input, normalizedShape, options).output;
}

/**
 * {@link layerNorm} with the statistics that it used, as ONNX's `LayerNormalization` gives them.
 *
 * @throws NNError as `layerNorm`
 *
 * @example
 * ```ts
 * const x = tensor([[1, 3], [20, 10]], { backend });
 * const { mean, inverseDeviation } = layerNormWithStatistics(x, 2, { epsilon: 0 });
 * await mean.data(); // 2, 15
 * await inverseDeviation.data(); // 1, 0.2
 * ```
 */
export function layerNormWithStatistics(
  input: Tensor,
  normalizedShape: number | readonly number[],
  options: LayerNormOptions = {},
): LayerNormResult {
  return normalizeLast("layerNormWithStatistics", input, normalizedShape, options);
}

/** Options of {@link LayerNorm}. There is a weight and a bias by default. */
export interface LayerNormModuleOptions extends AffineOptions {
  /** Added to the variance, against division by 0. Default: 1e-5; Keras and TensorFlow.js have 1e-3. */
  readonly epsilon?: number;
}

/** {@link layerNorm} with a weight and a bias of its own. */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  readonly epsilon: number;
  /** γ, of shape `normalizedShape`. Starts as 1. */
  readonly weight: Parameter | undefined;
  /** β, of shape `normalizedShape`. Starts as 0. */
  readonly bias: Parameter | undefined;

  /** @throws NNError `option` unless the sizes are positive integers and epsilon a number of at least 0 */
  constructor(normalizedShape: number | readonly number[], options: LayerNormModuleOptions) {
    super();
    const shape = sizesOf(normalizedShape);
    const { epsilon = 1e-5 } = options;
    this.normalizedShape = perAxis("LayerNorm", "normalizedShape", shape, Math.max(1, shape.length), 1);
    checkEpsilon("LayerNorm", epsilon);
    this.epsilon = epsilon;
    const { weight, bias } = affineParameters(shape, options, true);
    this.weight = weight;
    this.bias = bias;
  }

  /** @throws NNError `shape` unless the input ends in `normalizedShape` */
  override forward(input: Tensor): Tensor {
    return layerNorm(input, this.normalizedShape, this);
  }

  protected override describe(): string {
    return `${formatShape(this.normalizedShape)}, epsilon=${this.epsilon}${describeAffine(this, true)}`;
  }
}

function normalizeLast(
  operation: string,
  input: Tensor,
  normalizedShape: number | readonly number[],
  options: LayerNormOptions,
): LayerNormResult {
  const { epsilon = 1e-5 } = options;
  const shape = sizesOf(normalizedShape);
  const axes = trailingAxes(operation, input, shape);
  checkAffine(operation, input, options, shape);
  checkEpsilon(operation, epsilon);
  const { output, mean, inverseDeviation } = standardize(input, axes, epsilon);
  return { output: scaleAndShift(output, options, shape), mean, inverseDeviation };
}

function sizesOf(normalizedShape: number | readonly number[]): readonly number[] {
  return typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape;
}
