import { NNError } from "@nn/backend";
import { formatShape, perAxis } from "@nn/tensor";

/** How the kernel moves over the input; one number for all spatial axes, or one for each. */
export interface ConvolutionOptions {
  /** The distance between neighbouring positions of the kernel. Default: 1. */
  readonly stride?: number | readonly number[];
  /**
   * Zeros added at both ends of each spatial axis. "valid" is none; "same" keeps the size, with the odd zero at the end,
   * and allows a stride of 1 only. Default: 0.
   */
  readonly padding?: number | readonly number[] | "same" | "valid";
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
  const reach = kernelSize.map((size, axis) => dilation[axis]! * (size - 1) + 1);
  const [padding, total] = paddingOf(operation, options.padding ?? 0, reach, stride);
  const outputSize = inputSize.map((size, axis) =>
    Math.floor((size + total[axis]! - reach[axis]!) / stride[axis]! + 1),
  );
  if (outputSize.some((size) => size < 1)) {
    const padded = inputSize.map((size, axis) => size + total[axis]!);
    throw new NNError(
      "shape",
      `${operation}: expected a padded input of at least ${formatShape(reach)}, over which the kernel ` +
        `${formatShape(kernelSize)} reaches, got ${formatShape(padded)}`,
    );
  }
  return { inputSize, kernelSize, outputSize, stride, padding, dilation };
}

/** Zeros before each axis, and zeros in all. */
function paddingOf(
  operation: string,
  padding: NonNullable<ConvolutionOptions["padding"]>,
  reach: readonly number[],
  stride: readonly number[],
): [begin: number[], total: number[]] {
  if (padding === "same") {
    if (stride.some((step) => step !== 1)) {
      const got = formatShape(stride);
      throw new NNError("option", `${operation}: expected stride 1 with padding "same", got ${got}`);
    }
    return [reach.map((size) => Math.floor((size - 1) / 2)), reach.map((size) => size - 1)];
  }
  const both = perAxis(operation, "padding", padding === "valid" ? 0 : padding, reach.length, 0);
  return [both, both.map((size) => 2 * size)];
}
