import { constant, divide, folded, foldIndex, index, load, multiply, subtract, type Expression } from "@nn/backend";
import { add, expand, mul, pow, sizeOf, sub, type Operation, type Tensor } from "@nn/tensor";
import { inverseDeviation, perChannel } from "./normalize.ts";

/** Options of {@link batchStatisticsOperation}. */
export interface StatisticsCall {
  readonly epsilon: number;
  /** That of the channels, counted from the front. */
  readonly axis: number;
}

/**
 * Statistics of each channel, all of shape [channels]: its first element, the mean's distance from it, the biased variance
 * and 1 / √(variance + epsilon).
 *
 * The mean is kept as a sum of two numbers, since one float32 is too coarse where values are large against their
 * deviation: beside 10 000 it has steps of 0.001. The variance is a second sum in the same kernel, of squared distances
 * from the mean: a difference of sums would cancel. Whatever uses the first element uses its sum with the distance, so
 * that the gradient may take it for a constant.
 */
export const batchStatisticsOperation: Operation<StatisticsCall> = {
  name: "batchStatistics",
  formula: ([x], { epsilon, axis }) => {
    const { dtype, shape } = x!;
    const count = countPerChannel(shape, axis);
    const others = axesWithoutChannels(shape, axis);
    const at = (fold: (position: number) => Expression): Expression[] =>
      shape.map((_, place) => (place === axis ? index(0) : fold(others.indexOf(place))));
    const zero = constant(0, "int32");
    const shift = load(0, x!, at(() => zero)); // prettier-ignore
    const distance = subtract(load(0, x!, at(foldIndex)), shift);
    const rest = divide(folded(0, dtype), count);
    const deviation = subtract(distance, rest);
    const variance = divide(folded(1, dtype), count);
    const extents = others.map((other) => shape[other]!);
    return {
      shape: [shape[axis]!],
      folds: [
        { operator: "sum", extents, dtype, body: distance },
        { operator: "sum", extents, dtype, body: multiply(deviation, deviation) },
      ],
      outputs: [shift, rest, variance, inverseDeviation(variance, epsilon)],
    };
  },
  gradient: ({
    inputs: [x],
    outputs: [shift, rest, , inverse],
    upstream: [, dMean, dVariance, dInverse],
    options: { axis },
  }) => {
    const count = countPerChannel(x!.shape, axis);
    const along = (tensor: Tensor): Tensor => perChannel(tensor, x!, axis);
    const throughInverse = dInverse && mul(mul(dInverse, -0.5), pow(inverse!, 3));
    const deviation = sumOf(dVariance, throughInverse);
    const ofMean = dMean && expand(along(mul(dMean, 1 / count)), x!.shape);
    const ofVariance = deviation && mul(sub(sub(x!, along(shift!)), along(rest!)), along(mul(deviation, 2 / count)));
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
