import { NNError } from "@nn/backend";
import {
  formatShape,
  perAxis,
  samePadding,
  windowPadding,
  type AxisPadding,
  type Tensor,
  type WindowPadding,
} from "@nn/tensor";

/** How the kernel moves over the input; one number for all spatial axes, or one for each. */
export interface ConvolutionOptions {
  /** The distance between neighbouring positions of the kernel. Default: 1. */
  readonly stride?: number | readonly number[];
  /**
   * Zeros added at the ends of the spatial axes: a number for both ends of all axes, or for each axis a number or
   * [before, after]. "valid" is none; "same" gives ⌈size / stride⌉ positions, with the odd zero at the end, and
   * "same-lower" at the beginning. Default: 0.
   */
  readonly padding?: WindowPadding;
  /** The distance between the input elements that neighbouring kernel elements meet. Default: 1. */
  readonly dilation?: number | readonly number[];
  /**
   * Into how many groups channels are split; each group of outputs sees its group of inputs only. Default: 1. With as
   * many groups as input channels it is a depthwise convolution.
   */
  readonly groups?: number;
}

/** A convolution's sizes, one number for each spatial axis. */
export interface ConvolutionGeometry {
  readonly inputSize: readonly number[];
  readonly kernelSize: readonly number[];
  readonly outputSize: readonly number[];
  readonly stride: readonly number[];
  /** Zeros before the input. Those behind it follow from the output's size. */
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

/** The names of one, two or three spatial axes. */
export function spatialNames(rank: number): string[] {
  return rank === 1 ? ["length"] : ["depth", "height", "width"].slice(-rank);
}

/**
 * The input with a batch axis, which is of size 1 if it has none.
 *
 * @param rank how many spatial axes there are
 * @throws NNError `shape` if it has another number of axes
 */
export function requireBatch(operation: string, rank: number, { shape }: Tensor): readonly number[] {
  if (shape.length === rank + 2) return shape;
  if (shape.length === rank + 1) return [1, ...shape];
  const image = ["channels", ...spatialNames(rank)].join(", ");
  const expected = `rank ${rank + 2} [batch, ${image}] or ${rank + 1} [${image}]`;
  throw new NNError("shape", `${operation}: expected input of ${expected}, got ${formatShape(shape)}`);
}

/**
 * The sizes of a convolution: outputSize = ⌊(inputSize + padding at both ends − reach) / stride⌋ + 1, where the kernel
 * reaches over dilation · (kernelSize − 1) + 1 elements.
 *
 * @throws NNError `option` if an option is out of its range, `shape` if the kernel reaches beyond the padded input
 */
export function convolutionGeometry(
  operation: string,
  inputSize: readonly number[],
  kernelSize: readonly number[],
  options: ConvolutionOptions,
): ConvolutionGeometry {
  const rank = inputSize.length;
  const stride = perAxis(operation, "stride", options.stride ?? 1, rank, 1);
  const dilation = perAxis(operation, "dilation", options.dilation ?? 1, rank, 1);
  const reach = reachOf(kernelSize, dilation);
  const padding = windowPadding(operation, options.padding ?? 0, rank);
  const ends = inputSize.map((size, axis): AxisPadding =>
    typeof padding === "string" ? samePadding(size, reach[axis]!, stride[axis]!, padding) : padding[axis]!,
  );
  const padded = inputSize.map((size, axis) => size + ends[axis]![0] + ends[axis]![1]);
  const outputSize = padded.map((size, axis) => Math.floor((size - reach[axis]!) / stride[axis]! + 1));
  if (outputSize.some((size) => size < 1)) {
    throw new NNError(
      "shape",
      `${operation}: expected a padded input of at least ${formatShape(reach)}, over which the kernel ` +
        `${formatShape(kernelSize)} reaches, got ${formatShape(padded)}`,
    );
  }
  return { inputSize, kernelSize, outputSize, stride, padding: ends.map(([before]) => before), dilation };
}

/** Over how many elements a kernel reaches. */
export function reachOf(kernelSize: readonly number[], dilation: readonly number[]): number[] {
  return kernelSize.map((size, axis) => dilation[axis]! * (size - 1) + 1);
}
