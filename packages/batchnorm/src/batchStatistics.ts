import { momentsOperation, sizeOf, type Operation } from "@nn/tensor";
import { perChannel } from "./normalize.ts";

/** Options of {@link batchStatisticsOperation}. */
export interface StatisticsCall {
  readonly epsilon: number;
  /** That of the channels, counted from the front. */
  readonly axis: number;
}

/** Statistics of each channel, all of shape [channels]; see {@link momentsOperation}. */
export const batchStatisticsOperation: Operation<StatisticsCall> = momentsOperation(
  "batchStatistics",
  (shape, { axis, epsilon }) => ({ axes: axesWithoutChannels(shape, axis), keepDims: false, epsilon }),
  (statistic, input, { axis }) => perChannel(statistic, input, axis),
);

/** How many elements of a tensor of this shape belong to one channel. */
export function countPerChannel(shape: readonly number[], axis: number): number {
  return sizeOf(axesWithoutChannels(shape, axis).map((other) => shape[other]!));
}

/** The axes that batch norm sums over: all but the channels. */
export function axesWithoutChannels(shape: readonly number[], axis: number): number[] {
  return shape.map((_, other) => other).filter((other) => other !== axis);
}
