import { multiply, NNError, subtract } from "@nn/backend";
import { apply, applySingle, elementwise, formatShape, reshape, sum, type Operation, type Tensor } from "@nn/tensor";
import { checkBatchNorm, type BatchNormFunctionOptions } from "./batchNorm.ts";
import { axesWithoutChannels, batchStatisticsOperation, countPerChannel } from "./batchStatistics.ts";
import { normalizeExpression, perChannel } from "./normalize.ts";

/** What {@link batchNormTraining} gives. */
export interface BatchNormTrainingResult {
  readonly output: Tensor;
  /** The batch's mean of each channel. */
  readonly mean: Tensor;
  /** The batch's variance of each channel: the mean of squares, without Bessel's correction. */
  readonly variance: Tensor;
}

/**
 * y = (x − mean) / √(variance + epsilon) · weight + bias, channel by channel, with the mean and the biased variance of
 * the batch itself, which sum over all axes but the channels'. The variance is summed in a second pass, of distances from
 * the mean, so that large means cost no precision. Gradients flow through the statistics, too. As PyTorch's `batch_norm`
 * in training.
 *
 * Source: Ioffe & Szegedy 2015, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate
 * Shift".
 *
 * @param input of shape [batch, channels, …]; with `axis` the channels may be anywhere
 * @throws NNError `shape` unless the shapes fit and a channel has more than one value
 * @throws NNError `dtype` unless all are floats of one type
 * @throws NNError `option` unless epsilon is a number of at least 0, and the axis exists
 *
 * @example
 * ```ts
 * const x = tensor([[1, 10], [3, 30]], { backend });
 * const { output, mean, variance } = batchNormTraining(x, { epsilon: 0 });
 * await output.data(); // -1, -1, 1, 1
 * await mean.data(); // 2, 20
 * await variance.data(); // 1, 100
 * ```
 */
export function batchNormTraining(input: Tensor, options: BatchNormFunctionOptions = {}): BatchNormTrainingResult {
  const { weight, bias, epsilon = 1e-5 } = options;
  const axis = checkBatchNorm("batchNormTraining", input, { weight, bias }, options);
  if (!(countPerChannel(input.shape, axis) > 1)) {
    const got = formatShape(input.shape);
    throw new NNError(
      "shape",
      `batchNormTraining: expected more than 1 value per channel when training, got input ${got}`,
    );
  }
  const [mean, variance, inverse] = apply(batchStatisticsOperation, [input], { epsilon, axis });
  const operands = [mean, inverse, weight, bias].filter((tensor) => tensor !== undefined);
  const tensors = [input, ...operands.map((tensor) => perChannel(tensor, input, axis))];
  const output = applySingle(normalizeOperation, tensors, { axis, weight: !!weight, bias: !!bias });
  return { output, mean: mean!, variance: variance! };
}

interface NormalizeCall {
  readonly axis: number;
  readonly weight: boolean;
  readonly bias: boolean;
}

/**
 * y = (x − mean) · inverse · weight + bias. Its gradient with respect to x includes what passes through the mean and
 * through the deviation: with x̂ = (x − mean) · inverse and n values in a channel,
 *
 *     dx = weight · inverse · (dy − Σ dy / n − x̂ · Σ (dy · x̂) / n)
 */
const normalizeOperation: Operation<NormalizeCall> = {
  ...elementwise<NormalizeCall>("batchNorm training", ([x, mean, inverse, ...rest], { weight, bias }) =>
    normalizeExpression(x!, mean!, inverse!, weight ? rest[0] : undefined, bias ? rest.at(-1) : undefined),
  ),
  gradient: ({ inputs: [x, mean, inverse, ...rest], upstream: [upstream], options: { axis, weight, bias } }) => {
    const axes = axesWithoutChannels(x!.shape, axis);
    const count = countPerChannel(x!.shape, axis);
    const total = sum(upstream!, { axes });
    const product = applySingle(productOperation, [upstream!, x!, mean!, inverse!], undefined);
    const correlation = sum(product, { axes });
    const perChannels = [total, correlation].map((tensor) => perChannel(tensor, x!, axis));
    const operands = [upstream!, x!, mean!, inverse!, ...perChannels, ...(weight ? [rest[0]!] : [])];
    return [
      x!.requiresGradient ? applySingle(gradientOperation, operands, { count }) : undefined,
      undefined,
      undefined,
      ...(weight ? [reshape(correlation, rest[0]!.shape)] : []),
      ...(bias ? [reshape(total, rest.at(-1)!.shape)] : []),
    ];
  },
};

/** dy · x̂ */
const productOperation: Operation<undefined> = elementwise("batchNorm product", ([upstream, x, mean, inverse]) =>
  multiply(upstream!, multiply(subtract(x!, mean!), inverse!)),
);

const gradientOperation: Operation<{ readonly count: number }> = elementwise(
  "batchNorm gradient",
  ([upstream, x, mean, inverse, total, correlation, weight], { count }) => {
    const normal = multiply(subtract(x!, mean!), inverse!);
    const direct = subtract(upstream!, multiply(total!, 1 / count));
    const centred = subtract(direct, multiply(normal, multiply(correlation!, 1 / count)));
    return multiply(centred, weight ? multiply(inverse!, weight) : inverse!);
  },
);
