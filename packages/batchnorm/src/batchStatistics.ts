import { divide, folded, foldIndex, index, load, multiply, subtract } from "@nn/backend";
import { add, expand, mul, pow, sizeOf, sub, type Operation, type Tensor } from "@nn/tensor";
import { inverseDeviation, perChannel } from "./normalize.ts";

/**
 * Mean, biased variance and 1 / √(variance + epsilon) of each channel, all of shape [channels]. The variance is a second
 * sum, of squared distances from the mean, in the same kernel: a difference of sums would cancel.
 */
export const batchStatisticsOperation: Operation<{ readonly epsilon: number }> = {
  name: "batchStatistics",
  formula: ([x], { epsilon }) => {
    const { dtype, shape } = x!;
    const [batch, channels, ...spatial] = shape;
    const count = countPerChannel(shape);
    const element = load(0, x!, [foldIndex(0), index(0), ...spatial.map((_, axis) => foldIndex(1 + axis))]);
    const extents = [batch!, ...spatial];
    const mean = divide(folded(0, dtype), count);
    const variance = divide(folded(1, dtype), count);
    const distance = subtract(element, mean);
    return {
      shape: [channels!],
      folds: [
        { operator: "sum", extents, dtype, body: element },
        { operator: "sum", extents, dtype, body: multiply(distance, distance) },
      ],
      outputs: [mean, variance, inverseDeviation(variance, epsilon)],
    };
  },
  gradient: ({ inputs: [x], outputs: [mean, , inverse], upstream: [dMean, dVariance, dInverse] }) => {
    const count = countPerChannel(x!.shape);
    const throughInverse = dInverse && mul(mul(dInverse, -0.5), pow(inverse!, 3));
    const deviation = sumOf(dVariance, throughInverse);
    const ofMean = dMean && expand(perChannel(mul(dMean, 1 / count), x!), x!.shape);
    const ofVariance = deviation && mul(sub(x!, perChannel(mean!, x!)), perChannel(mul(deviation, 2 / count), x!));
    return [sumOf(ofMean, ofVariance)];
  },
};

function sumOf(left: Tensor | undefined, right: Tensor | undefined): Tensor | undefined {
  return left && right ? add(left, right) : (left ?? right);
}

/** How many elements of a tensor of this shape belong to one channel. */
export function countPerChannel(shape: readonly number[]): number {
  return sizeOf(shape) / shape[1]!;
}

/** The axes that batch norm sums over: all but the channels. */
export function axesWithoutChannels(tensor: Tensor): number[] {
  return tensor.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
}
