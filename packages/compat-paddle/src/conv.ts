import { NNError } from "@nn/backend";
import { Conv1d, Conv2d, Conv3d, type ConvolutionOptions } from "@nn/convolution";
import { freshGenerator, type InitialOptions, type Parameter } from "@nn/module";
import { normal, sizeOf, zeros, type Tensor } from "@nn/tensor";
import { isChannelsLast, onChannelsLast, type DataFormat } from "./dataFormat.ts";
import { paddingOf, type Padding } from "./padding.ts";

/** Options of the convolutions; one number for all spatial axes, or one for each. */
export interface ConvOptions extends InitialOptions {
  /** The distance between neighbouring positions of the kernel. Default: 1. */
  readonly stride?: number | readonly number[];
  /** Zeros at the ends of the spatial axes. With "SAME" the dilation has to be 1. Default: 0. */
  readonly padding?: Padding;
  /** The distance between the input elements that neighbouring kernel elements meet. Default: 1. */
  readonly dilation?: number | readonly number[];
  /** Into how many groups channels are split. Default: 1. */
  readonly groups?: number;
  /** False for no bias. Default: there is one. */
  readonly biasAttr?: false | undefined;
  /** Where the channels are; the weight is [outputs, inputs / groups, …] all the same. Default: before the spatial axes. */
  readonly dataFormat?: DataFormat;
}

/**
 * `paddle.nn.Conv1D`. The weight starts as N(0, 2 / n), where n is the number of input channels times the size of the
 * kernel, the bias as 0.
 */
export class Conv1D extends Conv1d {
  readonly channelsLast: boolean;

  /** @throws NNError `option` if an option is out of its range */
  constructor(inChannels: number, outChannels: number, kernelSize: number, options: ConvOptions) {
    super(inChannels, outChannels, { kernelSize, ...convOptions("Conv1D", 1, options) });
    this.channelsLast = isChannelsLast("Conv1D", 1, options.dataFormat);
    start(this, options);
  }

  override forward(input: Tensor): Tensor {
    return this.channelsLast ? onChannelsLast(1, input, (x) => super.forward(x)) : super.forward(input);
  }
}

/** `paddle.nn.Conv2D`; see {@link Conv1D}. */
export class Conv2D extends Conv2d {
  readonly channelsLast: boolean;

  /** @throws NNError `option` if an option is out of its range */
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly [number, number],
    options: ConvOptions,
  ) {
    super(inChannels, outChannels, { kernelSize, ...convOptions("Conv2D", 2, options) });
    this.channelsLast = isChannelsLast("Conv2D", 2, options.dataFormat);
    start(this, options);
  }

  override forward(input: Tensor): Tensor {
    return this.channelsLast ? onChannelsLast(2, input, (x) => super.forward(x)) : super.forward(input);
  }
}

/** `paddle.nn.Conv3D`; see {@link Conv1D}. */
export class Conv3D extends Conv3d {
  readonly channelsLast: boolean;

  /** @throws NNError `option` if an option is out of its range */
  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly [number, number, number],
    options: ConvOptions,
  ) {
    super(inChannels, outChannels, { kernelSize, ...convOptions("Conv3D", 3, options) });
    this.channelsLast = isChannelsLast("Conv3D", 3, options.dataFormat);
    start(this, options);
  }

  override forward(input: Tensor): Tensor {
    return this.channelsLast ? onChannelsLast(3, input, (x) => super.forward(x)) : super.forward(input);
  }
}

function convOptions(
  operation: string,
  rank: number,
  options: ConvOptions,
): ConvolutionOptions & InitialOptions & { readonly bias: boolean; readonly groups: number } {
  const { stride = 1, dilation = 1, groups = 1, biasAttr, padding, dataFormat, ...initial } = options;
  const normalPadding = paddingOf(operation, rank, padding, isChannelsLast(operation, rank, dataFormat));
  if (normalPadding === "same" && [dilation].flat().some((distance) => distance !== 1)) {
    const got = JSON.stringify(dilation);
    throw new NNError("option", `${operation}: expected dilation 1 with padding "SAME", which ignores it, got ${got}`);
  }
  return { ...initial, stride, dilation, groups, padding: normalPadding, bias: biasAttr !== false };
}

function start(
  module: { readonly inChannels: number; readonly weight: Parameter; readonly bias: Parameter | undefined },
  { backend, dtype = "float32", generator = freshGenerator() }: InitialOptions,
): void {
  const { inChannels, weight, bias } = module;
  const std = Math.sqrt(2 / (inChannels * sizeOf(weight.shape.slice(2))));
  weight.assign(normal(weight.shape, { backend, dtype, generator, std }));
  bias?.assign(zeros(bias.shape, { backend, dtype }));
}
