import { NNError } from "@nn/backend";
import { applySingle, floatOperands, formatShape, reshape, sameShape, type Tensor } from "@nn/tensor";
import { convolutionOperation } from "./convolution.ts";
import { ConvolutionModule, type KernelOptions } from "./convolutionModule.ts";
import { convolutionGeometry, requireBatch, spatialNames, type ConvolutionOptions } from "./geometry.ts";
import { checkGroups, splitGroups } from "./groups.ts";

/**
 * A convolution over `rank` spatial axes.
 *
 * @throws NNError `shape`, `option` or `dtype`, in the name of `operation`, if something does not fit
 */
export function convolve(
  operation: string,
  rank: number,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  options: ConvolutionOptions,
): Tensor {
  const { groups = 1 } = options;
  const [batch, channels, ...inputSize] = requireBatch(operation, rank, input);
  floatOperands(operation, bias ? [input, weight, bias] : [input, weight]);
  checkGroups(operation, channels!, "input", groups);
  checkWeight(operation, rank, input.shape, channels! / groups, weight.shape, groups);
  const [outputs, , ...kernelSize] = weight.shape;
  checkGroups(operation, outputs!, "output", groups);
  checkBias(operation, bias, outputs!);
  const geometry = convolutionGeometry(operation, inputSize, kernelSize, options);
  const images = input.rank === rank + 2 ? input : reshape(input, [batch!, channels!, ...inputSize]);
  const tensors = [splitGroups(images, 1, groups), splitGroups(weight, 0, groups)];
  if (bias) tensors.push(splitGroups(bias, 0, groups));
  const result = applySingle(convolutionOperation, tensors, geometry);
  const leading = input.rank === rank + 2 ? [batch!] : [];
  return reshape(result, [...leading, outputs!, ...geometry.outputSize]);
}

/** What `Conv1d`, `Conv2d` and `Conv3d` have in common. */
export abstract class Convolution extends ConvolutionModule {
  readonly options: ConvolutionOptions;

  /** @throws NNError `option` if an option is out of its range */
  constructor(rank: number, inChannels: number, outChannels: number, options: ConvolutionOptions & KernelOptions) {
    super(`Conv${rank}d`, rank, inChannels, outChannels, options, false);
    const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
    this.options = { stride, padding, dilation, groups };
  }

  /** @throws NNError `shape` unless the input has `inChannels` channels and room for the kernel */
  override forward(input: Tensor): Tensor {
    this.requireInput(input);
    return convolve(`conv${this.rank}d`, this.rank, input, this.weight, this.bias, this.options);
  }

  protected override describe(): string {
    return this.describeOptions(this.options, { padding: 0, dilation: 1, groups: 1 });
  }
}

/** @throws NNError `shape` unless there is no bias, or one number for each output channel */
export function checkBias(operation: string, bias: Tensor | undefined, outputs: number): void {
  if (!bias || sameShape(bias.shape, [outputs])) return;
  const got = formatShape(bias.shape);
  throw new NNError("shape", `${operation}: expected bias of shape [${outputs}], got ${got}`);
}

function checkWeight(
  operation: string,
  rank: number,
  input: readonly number[],
  perGroup: number,
  weight: readonly number[],
  groups: number,
): void {
  const fits = weight.length === rank + 2 && weight[1] === perGroup && weight.slice(2).every((size) => size > 0);
  if (fits) return;
  const kernel = spatialNames(rank).map((name) => `kernel ${name}`);
  const expected = `[${["outputs", perGroup, ...kernel].join(", ")}]`;
  const situation = `input ${formatShape(input)} and groups ${groups}`;
  const got = formatShape(weight);
  throw new NNError("shape", `${operation}: expected weight of shape ${expected} for ${situation}, got ${got}`);
}
