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
 * the batch itself (Ioffe & Szegedy 2015). Gradients flow through the statistics, too. As PyTorch's `batch_norm` in
 * training.
 *
 * @param input of shape [batch, channels, …]
 * @throws NNError `shape` unless the shapes fit and a channel has more than one value
 * @throws NNError `dtype` unless all are floats of one type
 * @throws NNError `option` unless epsilon is a number of at least 0
 */
export function batchNormTraining(input: Tensor, options: BatchNormFunctionOptions = {}): BatchNormTrainingResult {
  const { weight, bias, epsilon = 1e-5 } = options;
  checkBatchNorm("batchNormTraining", input, { weight, bias }, epsilon);
  if (!(countPerChannel(input.shape) > 1)) {
    const got = formatShape(input.shape);
    throw new NNError("shape", `batchNormTraining: expected more than 1 value per channel, got input ${got}`);
  }
  const [mean, variance, inverse] = apply(batchStatisticsOperation, [input], { epsilon });
  const operands = [mean, inverse, weight, bias].filter((tensor) => tensor !== undefined);
  const tensors = [input, ...operands.map((tensor) => perChannel(tensor, input))];
  const output = applySingle(normalizeOperation, tensors, { weight: !!weight, bias: !!bias });
  return { output, mean: mean!, variance: variance! };
}

interface Affine {
  readonly weight: boolean;
  readonly bias: boolean;
}

/**
 * y = (x − mean) · inverse · weight + bias. Its gradient with respect to x includes what passes through the mean and
 * through the deviation: with x̂ = (x − mean) · inverse and n values in a channel,
 *
 *     dx = weight · inverse · (dy − Σ dy / n − x̂ · Σ (dy · x̂) / n)
 */
const normalizeOperation: Operation<Affine> = {
  ...elementwise<Affine>("batchNorm training", ([x, mean, inverse, ...rest], { weight, bias }) =>
    normalizeExpression(x!, mean!, inverse!, weight ? rest[0] : undefined, bias ? rest.at(-1) : undefined),
  ),
  gradient: ({ inputs: [x, mean, inverse, ...rest], upstream: [upstream], options: { weight, bias } }) => {
    const axes = axesWithoutChannels(x!);
    const total = sum(upstream!, { axes });
    const product = applySingle(productOperation, [upstream!, x!, mean!, inverse!], undefined);
    const correlation = sum(product, { axes });
    const perChannels = [total, correlation].map((tensor) => perChannel(tensor, x!));
    const operands = [upstream!, x!, mean!, inverse!, ...perChannels, ...(weight ? [rest[0]!] : [])];
    return [
      x!.requiresGradient ? applySingle(gradientOperation, operands, { count: countPerChannel(x!.shape) }) : undefined,
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
