import { NNError } from "@nn/backend";
import {
  applySingle,
  elementwise,
  floatOperands,
  formatShape,
  inverseDeviation,
  normalizeAxis,
  sameShape,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import { normalizeExpression, perChannel } from "./normalize.ts";

/** Options of {@link batchNorm} and {@link batchNormTraining}. */
export interface BatchNormFunctionOptions {
  /** Factor of each channel (γ, "scale"), of shape [channels]. Default: none. */
  readonly weight?: Tensor | undefined;
  /** Summand of each channel (β, "center", "offset"), of shape [channels]. Default: none. */
  readonly bias?: Tensor | undefined;
  /** Added to the variance, against division by 0. Default: 1e-5; Keras and TensorFlow.js have 1e-3. */
  readonly epsilon?: number;
  /** The axis of the channels; negative ones count from the end. Default: 1; Keras and TensorFlow.js have −1. */
  readonly axis?: number;
}

/**
 * y = (x − mean) / √(variance + epsilon) · weight + bias, channel by channel, with given statistics: batch norm as it is
 * used after training. As PyTorch's `batch_norm` in evaluation, ONNX's `BatchNormalization`, WebNN's
 * `batchNormalization`. It is computed in this order, so that nothing cancels where means are large; where variance and
 * epsilon are both 0, the result is the bias.
 *
 * Source: Ioffe & Szegedy 2015, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate
 * Shift".
 *
 * @param input of shape [batch, channels, …]; with `axis` the channels may be anywhere
 * @param mean of shape [channels]
 * @param variance of shape [channels]
 * @returns of the shape of the input
 * @throws NNError `shape` unless the shapes fit
 * @throws NNError `dtype` unless all are floats of one type
 * @throws NNError `option` unless epsilon is a number of at least 0, and the axis exists
 *
 * @example
 * ```ts
 * const x = tensor([[1, 30], [3, 10]], { backend });
 * const [mean, variance] = [tensor([1, 20], { backend }), tensor([4, 100], { backend })];
 * await batchNorm(x, mean, variance, { epsilon: 0 }).data(); // 0, 1, 1, -1
 * ```
 */
export function batchNorm(
  input: Tensor,
  mean: Tensor,
  variance: Tensor,
  options: BatchNormFunctionOptions = {},
): Tensor {
  const { weight, bias, epsilon = 1e-5 } = options;
  const axis = checkBatchNorm("batchNorm", input, { mean, variance, weight, bias }, options);
  const operands = [mean, variance, weight, bias].filter((tensor) => tensor !== undefined);
  const tensors = [input, ...operands.map((tensor) => perChannel(tensor, input, axis))];
  return applySingle(batchNormOperation, tensors, { epsilon, weight: !!weight, bias: !!bias });
}

/** Options of {@link batchNormOperation}. */
export interface BatchNormCall {
  readonly epsilon: number;
  /** Whether there is a weight among the operands. */
  readonly weight: boolean;
  /** Whether there is a bias among the operands; it comes last. */
  readonly bias: boolean;
}

/** The token of {@link batchNorm}: x, mean, variance, weight and bias; all but x have a size of 1 behind the channels. */
export const batchNormOperation: Operation<BatchNormCall> = elementwise(
  "batchNorm",
  ([x, mean, variance, ...rest], { epsilon, weight, bias }) => {
    const inverse = inverseDeviation(variance!, epsilon);
    return normalizeExpression(x!, mean!, inverse, weight ? rest[0] : undefined, bias ? rest.at(-1) : undefined);
  },
);

/**
 * Checks operands by name; those that are undefined are not there.
 *
 * @returns the axis of the channels, counted from the front
 */
export function checkBatchNorm(
  operation: string,
  input: Tensor,
  operands: Readonly<Record<string, Tensor | undefined>>,
  options: BatchNormFunctionOptions,
): number {
  if (input.rank < 2) {
    const got = formatShape(input.shape);
    throw new NNError("shape", `${operation}: expected input of shape [batch, channels, …], got ${got}`);
  }
  const axis = normalizeAxis(operation, options.axis ?? 1, input.rank);
  const channels = input.shape[axis]!;
  for (const [name, tensor] of Object.entries(operands)) {
    if (!tensor || sameShape(tensor.shape, [channels])) continue;
    const expected = `${name} of shape [${channels}] for input ${formatShape(input.shape)}`;
    throw new NNError("shape", `${operation}: expected ${expected}, got ${formatShape(tensor.shape)}`);
  }
  floatOperands(operation, [input, ...Object.values(operands).filter((tensor) => tensor !== undefined)]);
  checkEpsilon(operation, options.epsilon ?? 1e-5);
  return axis;
}

/** @throws NNError `option` unless epsilon is a number of at least 0 */
export function checkEpsilon(operation: string, epsilon: number): void {
  if (epsilon >= 0) return;
  throw new NNError("option", `${operation}: expected epsilon to be a number of at least 0, got ${epsilon}`);
}
