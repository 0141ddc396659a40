import { NNError } from "@nn/backend";
import {
  applySingle,
  elementwise,
  floatOperands,
  formatShape,
  sameShape,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import { inverseDeviation, normalizeExpression, perChannel } from "./normalize.ts";

/** Options of {@link batchNorm} and {@link batchNormTraining}. */
export interface BatchNormFunctionOptions {
  /** Factor of each channel, of shape [channels]. Default: none. */
  readonly weight?: Tensor | undefined;
  /** Summand of each channel, of shape [channels]. Default: none. */
  readonly bias?: Tensor | undefined;
  /** Added to the variance, against division by 0. Default: 1e-5. */
  readonly epsilon?: number;
}

/**
 * y = (x − mean) / √(variance + epsilon) · weight + bias, channel by channel, with given statistics: batch norm as it is
 * used after training. As PyTorch's `batch_norm` in evaluation.
 *
 * Source: Ioffe & Szegedy 2015, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate
 * Shift".
 *
 * @param input of shape [batch, channels, …]
 * @param mean of shape [channels]
 * @param variance of shape [channels]
 * @returns of the shape of the input
 * @throws NNError `shape` unless the shapes fit
 * @throws NNError `dtype` unless all are floats of one type
 * @throws NNError `option` unless epsilon is a number of at least 0
 */
export function batchNorm(
  input: Tensor,
  mean: Tensor,
  variance: Tensor,
  options: BatchNormFunctionOptions = {},
): Tensor {
  const { weight, bias, epsilon = 1e-5 } = options;
  checkBatchNorm("batchNorm", input, { mean, variance, weight, bias }, epsilon);
  const operands = [mean, variance, weight, bias].filter((tensor) => tensor !== undefined);
  const tensors = [input, ...operands.map((tensor) => perChannel(tensor, input))];
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

/** Checks operands by name; those that are undefined are not there. */
export function checkBatchNorm(
  operation: string,
  input: Tensor,
  operands: Readonly<Record<string, Tensor | undefined>>,
  epsilon: number,
): void {
  if (input.rank < 2) {
    const got = formatShape(input.shape);
    throw new NNError("shape", `${operation}: expected input of shape [batch, channels, …], got ${got}`);
  }
  const channels = input.shape[1]!;
  for (const [name, tensor] of Object.entries(operands)) {
    if (!tensor || sameShape(tensor.shape, [channels])) continue;
    const expected = `${name} of shape [${channels}] for input ${formatShape(input.shape)}`;
    throw new NNError("shape", `${operation}: expected ${expected}, got ${formatShape(tensor.shape)}`);
  }
  floatOperands(operation, [input, ...Object.values(operands).filter((tensor) => tensor !== undefined)]);
  if (!(epsilon >= 0)) {
    throw new NNError("option", `${operation}: expected epsilon to be a number of at least 0, got ${epsilon}`);
  }
}
