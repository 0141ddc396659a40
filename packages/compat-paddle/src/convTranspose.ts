import { NNError } from "@nn/backend";
import {
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  type TransposedOptions,
} from "@nn/convolution";
import type { InitialOptions, Parameter } from "@nn/module";
import { zeros, type Tensor } from "@nn/tensor";
import { isChannelsLast, onChannelsLast, type DataFormat } from "./dataFormat.ts";
import { paddingOf, type Padding } from "./padding.ts";
import { xavierUniform } from "./xavier.ts";

/** Options of the transposed convolutions; one number for all spatial axes, or one for each. */
export interface ConvTransposeOptions extends InitialOptions {
  /** The distance between the output positions of neighbouring input elements. Default: 1. */
  readonly stride?: number | readonly number[];
  /** What is cut off at the ends of the spatial axes; "SAME" is refused. Default: 0. */
  readonly padding?: Padding;
  /** What is added at the end of the spatial axes, less than the stride or the dilation. Default: 0. */
  readonly outputPadding?: number | readonly number[];
  /** The distance between the output elements of neighbouring kernel elements. Default: 1. */
  readonly dilation?: number | readonly number[];
  /** Into how many groups channels are split. Default: 1. */
  readonly groups?: number;
  /** False for no bias. Default: there is one. */
  readonly biasAttr?: false | undefined;
  /** Where the channels are; the weight is [inputs, outputs / groups, …] all the same. Default: before the spatial axes. */
  readonly dataFormat?: DataFormat;
}

/**
 * `paddle.nn.Conv1DTranspose` (3.0), with a weight [inputs, outputs / groups, kernel]. The weight starts as U(−a, a) with
 * a = √(6 / ((inputs + outputs / groups) · kernel)), the bias as 0.
 *
 * @example
 * ```ts
 * const layer = new Conv1DTranspose(2, 1, 2, { backend });
 * layer.weight.assign(tensor([[[7, 0]], [[4, 2]]], { backend }));
 * await layer.forward(tensor([[[4, 0, 9, 7], [8, 0, 9, 2]]], { backend })).data(); // 60, 16, 99, 75, 4
 * ```
 */
export class Conv1DTranspose extends ConvTranspose1d {
  readonly channelsLast: boolean;

  /** @throws NNError `option` if an option is out of its range */
  constructor(inChannels: number, outChannels: number, kernelSize: number, options: ConvTransposeOptions) {
    super(inChannels, outChannels, { kernelSize, ...transposedOptions("Conv1DTranspose", 1, options) });
    this.channelsLast = isChannelsLast("Conv1DTranspose", 1, options.dataFormat);
    start(this, options);
  }

  /** @param outputSize the size of the result, in place of `outputPadding` */
  override forward(input: Tensor, outputSize?: number | readonly number[]): Tensor {
    const layer = (x: Tensor): Tensor => {
      if (outputSize === undefined) return super.forward(x);
      this.requireInput(x);
      return convTranspose1d(x, this.weight, this.bias, { ...this.options, outputSize });
    };
    return this.channelsLast ? onChannelsLast(1, input, layer) : layer(input);
  }
}

/** `paddle.nn.Conv2DTranspose` (3.0); see {@link Conv1DTranspose}. */
export class Conv2DTranspose extends ConvTranspose2d {
  readonly channelsLast: boolean;

  /** @throws NNError `option` if an option is out of its range */
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly [number, number],
    options: ConvTransposeOptions,
  ) {
    super(inChannels, outChannels, { kernelSize, ...transposedOptions("Conv2DTranspose", 2, options) });
    this.channelsLast = isChannelsLast("Conv2DTranspose", 2, options.dataFormat);
    start(this, options);
  }

  /** @param outputSize the size of the result, in place of `outputPadding` */
  override forward(input: Tensor, outputSize?: number | readonly number[]): Tensor {
    const layer = (x: Tensor): Tensor => {
      if (outputSize === undefined) return super.forward(x);
      this.requireInput(x);
      return convTranspose2d(x, this.weight, this.bias, { ...this.options, outputSize });
    };
    return this.channelsLast ? onChannelsLast(2, input, layer) : layer(input);
  }
}

/** `paddle.nn.Conv3DTranspose` (3.0); see {@link Conv1DTranspose}. */
export class Conv3DTranspose extends ConvTranspose3d {
  readonly channelsLast: boolean;

  /** @throws NNError `option` if an option is out of its range */
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly [number, number, number],
    options: ConvTransposeOptions,
  ) {
    super(inChannels, outChannels, { kernelSize, ...transposedOptions("Conv3DTranspose", 3, options) });
    this.channelsLast = isChannelsLast("Conv3DTranspose", 3, options.dataFormat);
    start(this, options);
  }

  /** @param outputSize the size of the result, in place of `outputPadding` */
  override forward(input: Tensor, outputSize?: number | readonly number[]): Tensor {
    const layer = (x: Tensor): Tensor => {
      if (outputSize === undefined) return super.forward(x);
      this.requireInput(x);
      return convTranspose3d(x, this.weight, this.bias, { ...this.options, outputSize });
    };
    return this.channelsLast ? onChannelsLast(3, input, layer) : layer(input);
  }
}

function transposedOptions(
  operation: string,
  rank: number,
  options: ConvTransposeOptions,
): TransposedOptions & InitialOptions & { readonly bias: boolean; readonly groups: number } {
  const {
    stride = 1,
    dilation = 1,
    groups = 1,
    outputPadding = 0,
    biasAttr,
    padding,
    dataFormat,
    ...initial
  } = options;
  const ends = paddingOf(operation, rank, padding, isChannelsLast(operation, rank, dataFormat));
  if (typeof ends === "string" && ends !== "valid") {
    throw new NNError(
      "option",
      `${operation}: expected padding in numbers, or "VALID", got ${JSON.stringify(padding)}`,
    );
  }
  const numbers = typeof ends === "string" ? 0 : ends;
  return { ...initial, stride, dilation, groups, outputPadding, padding: numbers, bias: biasAttr !== false };
}

function start(
  { weight, bias }: { readonly weight: Parameter; readonly bias: Parameter | undefined },
  { backend, dtype = "float32", generator }: InitialOptions,
): void {
  weight.assign(xavierUniform(weight.shape, { backend, dtype, ...(generator && { generator }) }));
  bias?.assign(zeros(bias.shape, { backend, dtype }));
}
