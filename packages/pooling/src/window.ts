import { NNError } from "@nn/backend";
import { formatShape, perAxis, samePadding, type AxisPadding, type Tensor, type WindowPadding } from "@nn/tensor";
import { checkLayout, spatialAxes, type Layout } from "./layout.ts";
import { poolPadding } from "./padding.ts";

/** Options of every pooling with windows; one number for all spatial axes, or one for each. */
export interface PoolOptions {
  /** The size of the window. */
  readonly kernelSize: number | readonly number[];
  /** The distance between windows. Default: the size of the window, so that they do not overlap. In ONNX and WebNN it is 1. */
  readonly stride?: number | readonly number[];
  /** How far windows reach beyond the input, by less than a window. Default: 0. In Keras it is always "valid" or "same". */
  readonly padding?: WindowPadding;
  /** The distance between neighbouring elements of the window. Default: 1. */
  readonly dilation?: number | readonly number[];
  /** Whether a last window that sticks out counts, if it starts within the input or the padding before it. Default: false. */
  readonly ceilMode?: boolean;
  /** Where the channels are. Default: "channels-first". In Keras and TensorFlow.js it is "channels-last". */
  readonly layout?: Layout;
}

/** Where the windows of a pooling lie, one number for each spatial axis. */
export interface PoolWindow {
  /** The position of the first spatial axis: what lies before and behind these axes is pooled element by element. */
  readonly firstAxis: number;
  readonly inputSize: readonly number[];
  readonly outputSize: readonly number[];
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** Before the input. */
  readonly padding: readonly number[];
  /** Behind the input. In ceil mode windows may reach further. */
  readonly endPadding: readonly number[];
}

/** A pooling's options, one entry for each spatial axis. */
export interface CheckedPool {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly AxisPadding[] | "same" | "same-lower";
}

/**
 * Checks a pooling's input and options. With reach = dilation · (kernelSize − 1) + 1 there are
 * ⌊(inputSize + padding at both ends − reach) / stride⌋ + 1 windows; in ceil mode it is ⌈…⌉, less one if the last window
 * would start behind the input, in the padding at its end.
 *
 * @param rank how many spatial axes there are
 */
export function poolWindow(operation: string, rank: number, input: Tensor, options: PoolOptions): PoolWindow {
  const { firstAxis, inputSize } = spatialAxes(operation, rank, input, options.layout);
  const { kernelSize, stride, dilation, padding } = checkPool(operation, rank, options);
  const reach = reachOf(kernelSize, dilation);
  const ends = inputSize.map((size, axis) =>
    typeof padding === "string" ? samePadding(size, reach[axis]!, stride[axis]!, padding) : padding[axis]!,
  );
  const outputSize = inputSize.map((size, axis) => {
    const [before, after] = ends[axis]!;
    const room = size + before + after - reach[axis]!;
    if (!options.ceilMode) return Math.floor(room / stride[axis]!) + 1;
    const count = Math.ceil(room / stride[axis]!) + 1;
    return (count - 1) * stride[axis]! >= size + before ? count - 1 : count;
  });
  if (outputSize.some((size) => size < 1) || inputSize.includes(0)) {
    const padded = inputSize.map((size, axis) => size + ends[axis]![0] + ends[axis]![1]);
    const expected = `a padded input of at least ${formatShape(reach)}, over which the window reaches`;
    throw new NNError("shape", `${operation}: expected ${expected}, got ${formatShape(padded)}`);
  }
  const [before, after] = [ends.map(([size]) => size), ends.map(([, size]) => size)];
  return { firstAxis, inputSize, outputSize, kernelSize, stride, dilation, padding: before, endPadding: after };
}

/** @throws NNError `option` if an option is out of its range */
export function checkPool(operation: string, rank: number, options: PoolOptions): CheckedPool {
  checkLayout(operation, options.layout);
  const kernelSize = perAxis(operation, "kernelSize", options.kernelSize, rank, 1);
  const stride = perAxis(operation, "stride", options.stride ?? kernelSize, rank, 1);
  const dilation = perAxis(operation, "dilation", options.dilation ?? 1, rank, 1);
  const padding = poolPadding(operation, options.padding ?? 0, reachOf(kernelSize, dilation));
  return { kernelSize, stride, dilation, padding };
}

/** One window over the whole of the spatial axes, or windows of one size side by side that fill them. */
export function tiles(
  firstAxis: number,
  inputSize: readonly number[],
  outputSize: readonly number[] = inputSize.map(() => 1),
): PoolWindow {
  const kernelSize = inputSize.map((size, axis) => size / outputSize[axis]!);
  const [ones, zeros] = [kernelSize.map(() => 1), kernelSize.map(() => 0)];
  return {
    ...{ firstAxis, inputSize, outputSize, kernelSize },
    ...{ stride: kernelSize, dilation: ones, padding: zeros, endPadding: zeros },
  };
}

/** Whether a window lies in padding alone along an axis, its taps on both sides of a short input: dilation can do that. */
export function hasEmptyWindow(window: PoolWindow): boolean {
  return window.inputSize.some((size, axis) => {
    const [kernel, stride, dilation] = [window.kernelSize[axis]!, window.stride[axis]!, window.dilation[axis]!];
    const before = window.padding[axis]!;
    if (dilation === 1 || before === 0) return false;
    const reachesBack = Math.min(window.outputSize[axis]!, Math.ceil(before / stride));
    const starts = Array.from({ length: reachesBack }, (_, place) => place * stride - before);
    return starts.some((start) => {
      const first = Math.ceil(-start / dilation);
      return first >= kernel || start + first * dilation >= size;
    });
  });
}

function reachOf(kernelSize: readonly number[], dilation: readonly number[]): number[] {
  return kernelSize.map((size, axis) => dilation[axis]! * (size - 1) + 1);
}
