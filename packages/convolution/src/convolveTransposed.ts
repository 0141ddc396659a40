import { NNError } from "@nn/backend";
import {
  add,
  applySingle,
  floatOperands,
  formatShape,
  perAxis,
  reshape,
  windowPadding,
  type AxisPadding,
  type Tensor,
} from "@nn/tensor";
import { convolutionInputOperation } from "./convolution.ts";
import { ConvolutionModule, type KernelOptions } from "./convolutionModule.ts";
import { checkBias } from "./convolve.ts";
import { reachOf, requireBatch, spatialNames, type ConvolutionGeometry } from "./geometry.ts";
import { checkGroups, splitGroups } from "./groups.ts";

/** How the kernel moves over the output; one number for all spatial axes, or one for each. */
export interface TransposedOptions {
  /** The distance between the output positions of neighbouring input elements. Default: 1. */
  readonly stride?: number | readonly number[];
  /** What is cut off at the ends of the spatial axes: for each axis a number, or [before, after]. Default: 0. */
  readonly padding?: number | readonly (number | AxisPadding)[];
  /**
   * What is added at the end of the spatial axes, less than the stride or the dilation: of the sizes that a strided
   * convolution makes equal, it chooses one. Default: 0.
   */
  readonly outputPadding?: number | readonly number[];
  /** The size of the output, which then determines `outputPadding`. */
  readonly outputSize?: number | readonly number[];
  /** The distance between the output elements of neighbouring kernel elements. Default: 1. */
  readonly dilation?: number | readonly number[];
  /** Into how many groups channels are split. Default: 1. */
  readonly groups?: number;
}

/**
 * A transposed convolution over `rank` spatial axes.
 *
 * @throws NNError `shape`, `option` or `dtype`, in the name of `operation`, if something does not fit
 */
export function convolveTransposed(
  operation: string,
  rank: number,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  options: TransposedOptions,
): Tensor {
  const { groups = 1 } = options;
  const [batch, channels, ...size] = requireBatch(operation, rank, input);
  floatOperands(operation, bias ? [input, weight, bias] : [input, weight]);
  checkGroups(operation, channels!, "input", groups);
  checkWeight(operation, rank, channels!, weight.shape);
  const [, perGroup, ...kernelSize] = weight.shape;
  const outputs = perGroup! * groups;
  checkBias(operation, bias, outputs);
  const geometry = transposedGeometry(operation, size, kernelSize, options);
  const images = input.rank === rank + 2 ? input : reshape(input, [batch!, channels!, ...size]);
  const tensors = [splitGroups(images, 1, groups), splitGroups(weight, 0, groups)];
  const grouped = applySingle(convolutionInputOperation, tensors, geometry);
  const leading = input.rank === rank + 2 ? [batch!] : [];
  const result = reshape(grouped, [...leading, outputs, ...geometry.inputSize]);
  return bias ? add(result, reshape(bias, [outputs, ...size.map(() => 1)])) : result;
}

/** What `ConvTranspose1d`, `ConvTranspose2d` and `ConvTranspose3d` have in common. */
export abstract class TransposedConvolution extends ConvolutionModule {
  readonly options: TransposedOptions;

  /** @throws NNError `option` if an option is out of its range */
  constructor(rank: number, inChannels: number, outChannels: number, options: TransposedOptions & KernelOptions) {
    super(`ConvTranspose${rank}d`, rank, inChannels, outChannels, options, true);
    const { stride = 1, padding = 0, dilation = 1, groups = 1, outputPadding, outputSize } = options;
    this.options = {
      ...{ stride, padding, dilation, groups },
      ...(outputPadding === undefined ? {} : { outputPadding }),
      ...(outputSize === undefined ? {} : { outputSize }),
    };
  }

  /** @throws NNError `shape` unless the input has `inChannels` channels */
  override forward(input: Tensor): Tensor {
    this.requireInput(input);
    return convolveTransposed(`convTranspose${this.rank}d`, this.rank, input, this.weight, this.bias, this.options);
  }

  protected override describe(): string {
    return this.describeOptions(this.options, { padding: 0, dilation: 1, groups: 1, outputPadding: 0 });
  }
}

/** The sizes of the convolution that this one is the transpose of: its input is this one's output. */
function transposedGeometry(
  operation: string,
  size: readonly number[],
  kernelSize: readonly number[],
  options: TransposedOptions,
): ConvolutionGeometry {
  const rank = size.length;
  const stride = perAxis(operation, "stride", options.stride ?? 1, rank, 1);
  const dilation = perAxis(operation, "dilation", options.dilation ?? 1, rank, 1);
  const ends = windowPadding(operation, options.padding ?? 0, rank);
  if (typeof ends === "string") throw new NNError("option", `${operation}: expected padding in numbers, got "${ends}"`);
  const reach = reachOf(kernelSize, dilation);
  const least = size.map((count, axis) => (count - 1) * stride[axis]! + reach[axis]! - ends[axis]![0] - ends[axis]![1]);
  const added =
    options.outputSize === undefined
      ? perAxis(operation, "outputPadding", options.outputPadding ?? 0, rank, 0)
      : perAxis(operation, "outputSize", options.outputSize, rank, 0).map((wanted, axis) => wanted - least[axis]!);
  const most = added.map((_, axis) => Math.max(stride[axis]!, dilation[axis]!) - 1);
  if (added.some((count, axis) => count < 0 || count > most[axis]!)) {
    const [name, expected, got] =
      options.outputSize === undefined
        ? ["outputPadding", `at most ${formatShape(most)}`, added]
        : [
            "outputSize",
            `from ${formatShape(least)} to ${formatShape(least.map((count, axis) => count + most[axis]!))}`,
            added.map((count, axis) => count + least[axis]!),
          ];
    throw new NNError("option", `${operation}: expected ${name} ${expected}, got ${formatShape(got)}`);
  }
  const inputSize = least.map((count, axis) => count + added[axis]!);
  if (inputSize.some((count) => count < 1)) {
    const got = formatShape(inputSize);
    throw new NNError("shape", `${operation}: expected padding that leaves something of the output, got size ${got}`);
  }
  return { inputSize, kernelSize, outputSize: size, stride, padding: ends.map(([before]) => before), dilation };
}

function checkWeight(operation: string, rank: number, channels: number, weight: readonly number[]): void {
  const fits = weight.length === rank + 2 && weight[0] === channels && weight.slice(2).every((size) => size > 0);
  if (fits) return;
  const kernel = spatialNames(rank).map((name) => `kernel ${name}`);
  const expected = `[${[channels, "outputs / groups", ...kernel].join(", ")}]`;
  throw new NNError("shape", `${operation}: expected weight of shape ${expected}, got ${formatShape(weight)}`);
}
