import { NNError } from "@nn/backend";
import { fanInUniform, Module, type InitialOptions, type Parameter } from "@nn/module";
import {
  applySingle,
  floatOperands,
  formatShape,
  perAxis,
  requireRank,
  reshape,
  sameShape,
  sizeOf,
  type Tensor,
} from "@nn/tensor";
import { convolutionOperation } from "./convolution.ts";
import { convolutionGeometry, type ConvolutionOptions } from "./geometry.ts";

/**
 * y[n,o,i,j] = Σ_{c,u,v} x[n, c, i·stride − padding + u·dilation, j·stride − padding + v·dilation] · weight[o,c,u,v]
 * + bias[o], where x is 0 outside its shape: the cross-correlation that is called convolution.
 *
 * @param input of shape [batch, channels, height, width]
 * @param weight of shape [outputs, channels / groups, kernel height, kernel width]
 * @param bias of shape [outputs]; default: none
 * @returns of shape [batch, outputs, height', width'], where a spatial size is
 *   ⌊(size + 2 · padding − dilation · (kernel size − 1) − 1) / stride⌋ + 1
 * @throws NNError `shape` unless the shapes fit one another and the kernel fits into the padded input
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless all are floats of one type
 */
export function conv2d(input: Tensor, weight: Tensor, bias?: Tensor, options: ConvolutionOptions = {}): Tensor {
  const { groups = 1 } = options;
  requireRank("conv2d", input, ["batch", "channels", "height", "width"]);
  floatOperands("conv2d", bias ? [input, weight, bias] : [input, weight]);
  checkWeight(input, weight, groups);
  const [outputs, , ...kernelSize] = weight.shape;
  if (bias && !sameShape(bias.shape, [outputs!])) {
    throw new NNError("shape", `conv2d: expected bias of shape [${outputs}], got ${formatShape(bias.shape)}`);
  }
  const geometry = convolutionGeometry("conv2d", input.shape.slice(2), kernelSize, options);
  const tensors = [split(input, 1, groups), split(weight, 0, groups), ...(bias ? [split(bias, 0, groups)] : [])];
  const result = applySingle(convolutionOperation, tensors, geometry);
  return reshape(result, [input.shape[0]!, outputs!, ...geometry.outputSize]);
}

/** Options of {@link Conv2d}. */
export interface Conv2dOptions extends ConvolutionOptions, InitialOptions {
  /** Height and width of the kernel. */
  readonly kernelSize: number | readonly [number, number];
  /** Whether it adds a bias. Default: true. */
  readonly bias?: boolean;
}

/**
 * {@link conv2d} with a weight and a bias of its own, which start as U(−1/√n, 1/√n) where n = kernel height · kernel
 * width · inChannels / groups.
 */
export class Conv2d extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly options: ConvolutionOptions;
  /** Of shape [outChannels, inChannels / groups, kernel height, kernel width]. */
  readonly weight: Parameter;
  /** Of shape [outChannels]. */
  readonly bias: Parameter | undefined;

  /** @throws NNError `option` if an option is out of its range */
  constructor(inChannels: number, outChannels: number, options: Conv2dOptions) {
    super();
    const { stride = 1, padding = 0, dilation = 1, groups = 1, bias = true } = options;
    for (const [name, value] of Object.entries({ inChannels, outChannels, groups })) {
      perAxis("Conv2d", name, value, 1, 1);
    }
    const kernelSize = perAxis("Conv2d", "kernelSize", options.kernelSize, 2, 1);
    for (const [kind, channels] of [
      ["input", inChannels],
      ["output", outChannels],
    ] as const) {
      if (channels % groups !== 0) throw groupsError("Conv2d", channels, kind, groups);
    }
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.options = { stride, padding, dilation, groups };
    const fanIn = (inChannels / groups) * sizeOf(kernelSize);
    this.weight = fanInUniform([outChannels, inChannels / groups, ...kernelSize], fanIn, options);
    this.bias = bias ? fanInUniform([outChannels], fanIn, options) : undefined;
  }

  /** @throws NNError `shape` unless the input is [batch, inChannels, height, width] and has room for the kernel */
  override forward(input: Tensor): Tensor {
    requireRank("Conv2d", input, ["batch", "channels", "height", "width"]);
    if (input.shape[1] !== this.inChannels) {
      const expected = `input with ${this.inChannels} channels on axis 1`;
      throw new NNError("shape", `Conv2d: expected ${expected}, got ${formatShape(input.shape)}`);
    }
    return conv2d(input, this.weight, this.bias, this.options);
  }

  protected override describe(): string {
    const { stride, padding, dilation, groups } = this.options;
    const text = (value: unknown): string => JSON.stringify(value).replaceAll(",", ", ");
    const parts = [
      `${this.inChannels}, ${this.outChannels}, kernelSize=${formatShape(this.weight.shape.slice(2))}`,
      `stride=${text(stride)}`,
      padding === 0 ? "" : `padding=${text(padding)}`,
      dilation === 1 ? "" : `dilation=${text(dilation)}`,
      groups === 1 ? "" : `groups=${groups}`,
      this.bias ? "" : "bias=false",
    ];
    return parts.filter((part) => part !== "").join(", ");
  }
}

function groupsError(operation: string, channels: number, kind: string, groups: number): NNError {
  return new NNError(
    "option",
    `${operation}: expected groups to divide the ${channels} ${kind} channels, got ${groups}`,
  );
}

function checkWeight(input: Tensor, weight: Tensor, groups: number): void {
  const channels = input.shape[1]!;
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw groupsError("conv2d", channels, "input", groups);
  }
  const [outputs, perGroup, ...kernelSize] = weight.shape;
  const fits = weight.rank === 4 && perGroup === channels / groups && kernelSize.every((size) => size > 0);
  if (!fits) {
    const expected = `[outputs, ${channels / groups}, kernel height, kernel width]`;
    const situation = `input ${formatShape(input.shape)} and groups ${groups}`;
    const got = formatShape(weight.shape);
    throw new NNError("shape", `conv2d: expected weight of shape ${expected} for ${situation}, got ${got}`);
  }
  if (outputs! % groups !== 0) throw groupsError("conv2d", outputs!, "output", groups);
}

/** The tensor with an axis for groups before `axis`, if there are several. */
function split(tensor: Tensor, axis: number, groups: number): Tensor {
  if (groups === 1) return tensor;
  const { shape } = tensor;
  return reshape(tensor, [...shape.slice(0, axis), groups, shape[axis]! / groups, ...shape.slice(axis + 1)]);
}
