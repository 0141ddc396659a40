import { multiply, NNError, subtract } from "@nn/backend";
import {
  applySingle,
  elementwise,
  formatShape,
  inverseDeviation,
  reshape,
  sameShape,
  sizeOf,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import { checkAffine, scaleAndShift, type AffineTensors } from "./affine.ts";
import { channelAxis, checkEpsilon } from "./checks.ts";
import { standardize, type Standardized } from "./standardize.ts";

/** Options of {@link instanceNorm}. */
export interface InstanceNormOptions extends AffineTensors {
  /** Added to the variance, against division by 0. Default: 1e-5. */
  readonly epsilon?: number;
  /** The axis of the channels; negative ones count from the end. Default: 1. */
  readonly axis?: number;
}

/** Mean and variance of each channel, both of shape [channels]. */
export interface ChannelStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * y = (x − mean) / √(variance + epsilon) · weight + bias, with mean and biased variance of each channel of each sample
 * over its positions; weight and bias belong to channels. As PyTorch's `instance_norm`, ONNX's `InstanceNormalization`,
 * WebNN's `instanceNormalization`. Equal values give the bias.
 *
 * Source: Ulyanov, Vedaldi & Lempitsky 2016, "Instance Normalization: The Missing Ingredient for Fast Stylization".
 *
 * @param input of shape [batch, channels, …]
 * @param statistics to use instead of the input's own. Default: none
 * @returns of the shape of the input
 * @throws NNError `shape` unless weight, bias and statistics are of shape [channels], and there are several positions
 * @throws NNError `dtype` unless all are floats of one type
 * @throws NNError `option` unless epsilon is a number of at least 0
 *
 * @example
 * ```ts
 * const x = tensor([[[1, 3], [10, 30]]], { backend });
 * await instanceNorm(x, { epsilon: 0 }).data(); // -1, 1, -1, 1
 * ```
 */
export function instanceNorm(input: Tensor, options: InstanceNormOptions = {}, statistics?: ChannelStatistics): Tensor {
  if (!statistics) return instanceNormWithStatistics("instanceNorm", input, options).output;
  const { epsilon = 1e-5 } = options;
  const { axis, shape } = checkInstanceNorm("instanceNorm", input, options);
  const { mean, variance } = statistics;
  for (const [name, tensor] of Object.entries({ mean, variance })) {
    if (sameShape(tensor.shape, [input.shape[axis]!])) continue;
    const expected = `${name} of shape [${input.shape[axis]}] for input ${formatShape(input.shape)}`;
    throw new NNError("shape", `instanceNorm: expected ${expected}, got ${formatShape(tensor.shape)}`);
  }
  const operands = [input, reshape(mean, shape), reshape(variance, shape)];
  return scaleAndShift(applySingle(givenStatisticsOperation, operands, { epsilon }), options, shape);
}

/** {@link instanceNorm} by the input's own statistics, which have the input's shape with 1 for positions. */
export function instanceNormWithStatistics(
  operation: string,
  input: Tensor,
  options: InstanceNormOptions,
): Standardized {
  const { axis, shape } = checkInstanceNorm(operation, input, options);
  const axes = input.shape.map((_, at) => at).filter((at) => at !== 0 && at !== axis);
  if (sizeOf(axes.map((at) => input.shape[at]!)) === 1) {
    const got = formatShape(input.shape);
    throw new NNError("shape", `${operation}: expected more than 1 spatial element when training, got input ${got}`);
  }
  const standardized = standardize(input, axes, options.epsilon ?? 1e-5);
  return { ...standardized, output: scaleAndShift(standardized.output, options, shape) };
}

/** (x − mean) / √(variance + epsilon); operands broadcast. */
const givenStatisticsOperation: Operation<{ readonly epsilon: number }> = elementwise(
  "instanceNorm by statistics",
  ([x, mean, variance], { epsilon }) => multiply(subtract(x!, mean!), inverseDeviation(variance!, epsilon)),
);

/** The axis of the channels, and the shape of a tensor of theirs that broadcasts against the input. */
function checkInstanceNorm(
  operation: string,
  input: Tensor,
  options: InstanceNormOptions,
): { readonly axis: number; readonly shape: readonly number[] } {
  const axis = channelAxis(operation, input, options.axis);
  const channels = input.shape[axis]!;
  checkAffine(operation, input, options, [channels]);
  checkEpsilon(operation, options.epsilon ?? 1e-5);
  return { axis, shape: [channels, ...input.shape.slice(axis + 1).map(() => 1)] };
}
