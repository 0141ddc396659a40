import { add as plus, multiply, NNError, subtract, type Expression } from "@nn/backend";
import {
  add,
  apply,
  applySingle,
  elementwise,
  formatShape,
  reshape,
  sum,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import { checkBatchNorm, type BatchNormFunctionOptions } from "./batchNorm.ts";
import { axesWithoutChannels, batchStatisticsOperation, countPerChannel } from "./batchStatistics.ts";
import { perChannel } from "./normalize.ts";

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
  const [shift, rest, variance, inverse] = apply(batchStatisticsOperation, [input], { epsilon, axis });
  const operands = [shift, rest, inverse, weight, bias].filter((tensor) => tensor !== undefined);
  const tensors = [input, ...operands.map((tensor) => perChannel(tensor, input, axis))];
  const output = applySingle(normalizeOperation, tensors, { axis, weight: !!weight, bias: !!bias });
  return { output, mean: add(shift!, rest!), variance: variance! };
}

interface NormalizeCall {
  readonly axis: number;
  readonly weight: boolean;
  readonly bias: boolean;
}

/**
 * y = (x − shift − rest) · inverse · weight + bias, where shift + rest is the mean. Its gradient with respect to x includes
 * what passes through the mean and through the deviation: with x̂ = (x − mean) · inverse and n values in a channel,
 *
 *     dx = weight · inverse · (dy − Σ dy / n − x̂ · Σ (dy · x̂) / n)
 */
const normalizeOperation: Operation<NormalizeCall> = {
  ...elementwise<NormalizeCall>("batchNorm training", ([x, shift, rest, inverse, ...affine], { weight, bias }) => {
    const scaled = normal(x!, shift!, rest!, inverse!);
    const product = weight ? multiply(scaled, affine[0]!) : scaled;
    return bias ? plus(product, affine.at(-1)!) : product;
  }),
  gradient: ({ inputs: [x, shift, rest, inverse, ...affine], upstream: [upstream], options }) => {
    const { axis, weight, bias } = options;
    const axes = axesWithoutChannels(x!.shape, axis);
    const count = countPerChannel(x!.shape, axis);
    const statistics = [x!, shift!, rest!, inverse!];
    const total = sum(upstream!, { axes });
    const correlation = sum(applySingle(productOperation, [upstream!, ...statistics], undefined), { axes });
    const perChannels = [total, correlation].map((tensor) => perChannel(tensor, x!, axis));
    const operands = [upstream!, ...statistics, ...perChannels, ...(weight ? [affine[0]!] : [])];
    return [
      x!.requiresGradient ? applySingle(gradientOperation, operands, { count }) : undefined,
      undefined,
      undefined,
      undefined,
      ...(weight ? [reshape(correlation, affine[0]!.shape)] : []),
      ...(bias ? [reshape(total, affine.at(-1)!.shape)] : []),
    ];
  },
};

/** dy · x̂ */
const productOperation: Operation<undefined> = elementwise("batchNorm product", ([upstream, x, shift, rest, inverse]) =>
  multiply(upstream!, normal(x!, shift!, rest!, inverse!)),
);

const gradientOperation: Operation<{ readonly count: number }> = elementwise(
  "batchNorm gradient",
  ([upstream, x, shift, rest, inverse, total, correlation, weight], { count }) => {
    const direct = subtract(upstream!, multiply(total!, 1 / count));
    const along = multiply(normal(x!, shift!, rest!, inverse!), multiply(correlation!, 1 / count));
    return multiply(subtract(direct, along), weight ? multiply(inverse!, weight) : inverse!);
  },
);

/** x̂ */
function normal(x: Expression, shift: Expression, rest: Expression, inverse: Expression): Expression {
  return multiply(subtract(subtract(x, shift), rest), inverse);
}
