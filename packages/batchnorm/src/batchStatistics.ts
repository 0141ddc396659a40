import { divide, folded, foldIndex, index, load, multiply, subtract } from "@nn/backend";
import { add, expand, mul, pow, sizeOf, sub, type Operation, type Tensor } from "@nn/tensor";
import { inverseDeviation, perChannel } from "./normalize.ts";

/** Options of {@link batchStatisticsOperation}. */
export interface StatisticsCall {
  readonly epsilon: number;
  /** That of the channels, counted from the front. */
  readonly axis: number;
}

/**
 * Mean, biased variance and 1 / √(variance + epsilon) of each channel, all of shape [channels]. The variance is a second
 * sum, of squared distances from the mean, in the same kernel: a difference of sums would cancel.
 */
export const batchStatisticsOperation: Operation<StatisticsCall> = {
  name: "batchStatistics",
  formula: ([x], { epsilon, axis }) => {
    const { dtype, shape } = x!;
    const count = countPerChannel(shape, axis);
    const others = axesWithoutChannels(shape, axis);
    const place = (at: number) => (at === axis ? index(0) : foldIndex(others.indexOf(at)));
    const element = load(
      0,
      x!,
      shape.map((_, at) => place(at)),
    );
    const extents = others.map((at) => shape[at]!);
    const mean = divide(folded(0, dtype), count);
    const variance = divide(folded(1, dtype), count);
    const distance = subtract(element, mean);
    return {
      shape: [shape[axis]!],
      folds: [
        { operator: "sum", extents, dtype, body: element },
        { operator: "sum", extents, dtype, body: multiply(distance, distance) },
      ],
      outputs: [mean, variance, inverseDeviation(variance, epsilon)],
    };
  },
  gradient: ({
    inputs: [x],
    outputs: [mean, , inverse],
    upstream: [dMean, dVariance, dInverse],
    options: { axis },
  }) => {
    const count = countPerChannel(x!.shape, axis);
    const along = (tensor: Tensor): Tensor => perChannel(tensor, x!, axis);
    const throughInverse = dInverse && mul(mul(dInverse, -0.5), pow(inverse!, 3));
    const deviation = sumOf(dVariance, throughInverse);
    const ofMean = dMean && expand(along(mul(dMean, 1 / count)), x!.shape);
    const ofVariance = deviation && mul(sub(x!, along(mean!)), along(mul(deviation, 2 / count)));
    return [sumOf(ofMean, ofVariance)];
  },
};

function sumOf(left: Tensor | undefined, right: Tensor | undefined): Tensor | undefined {
  return left && right ? add(left, right) : (left ?? right);
}

/** How many elements of a tensor of this shape belong to one channel. */
export function countPerChannel(shape: readonly number[], axis: number): number {
  return sizeOf(axesWithoutChannels(shape, axis).map((other) => shape[other]!));
}

/** The axes that batch norm sums over: all but the channels. */
export function axesWithoutChannels(shape: readonly number[], axis: number): number[] {
  return shape.map((_, other) => other).filter((other) => other !== axis);
}
