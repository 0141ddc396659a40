import { NNError } from "@nn/backend";
import { Module, type Parameter } from "@nn/module";
import { formatShape, perAxis, reshape, type Tensor } from "@nn/tensor";
import { affineParameters, checkAffine, describeAffine, scaleAndShift } from "./affine.ts";
import type { AffineOptions, AffineTensors } from "./affine.ts";
import { channelAxis, checkEpsilon } from "./checks.ts";
import { standardize } from "./standardize.ts";

/** Options of {@link groupNorm}. */
export interface GroupNormOptions extends AffineTensors {
  /** Added to the variance, against division by 0. Default: 1e-5; Keras has 1e-3. */
  readonly epsilon?: number;
  /** The axis of the channels; negative ones count from the end. Default: 1; Keras has −1. */
  readonly axis?: number;
}

/**
 * y = (x − mean) / √(variance + epsilon) · weight + bias, with mean and biased variance of each group of channels of
 * each sample, over all positions. Weight and bias belong to channels. One group is layer norm over all axes of a sample,
 * a group for each channel is instance norm; where a group has one value, the result is the bias.
 *
 * Source: Wu & He 2018, "Group Normalization". Defaults are PyTorch's, PaddlePaddle's and ONNX's.
 *
 * @param input of shape [batch, channels, …]
 * @param numGroups into how many groups of neighbours the channels are split
 * @returns of the shape of the input
 * @throws NNError `shape` unless the groups divide the channels, and weight and bias are of shape [channels]
 * @throws NNError `dtype` unless all are floats of one type
 * @throws NNError `option` unless epsilon is a number of at least 0
 *
 * @example
 * ```ts
 * const x = tensor([[1, 3, 10, 30]], { backend });
 * await groupNorm(x, 2, { epsilon: 0 }).data(); // -1, 1, -1, 1
 * ```
 */
export function groupNorm(input: Tensor, numGroups: number, options: GroupNormOptions = {}): Tensor {
  const { epsilon = 1e-5 } = options;
  const axis = channelAxis("groupNorm", input, options.axis);
  const channels = input.shape[axis]!;
  perAxis("groupNorm", "numGroups", numGroups, 1, 1);
  if (channels % numGroups !== 0) {
    const expected = `channels that ${numGroups} groups divide on axis ${axis}`;
    throw new NNError("shape", `groupNorm: expected ${expected}, got ${formatShape(input.shape)}`);
  }
  checkAffine("groupNorm", input, options, [channels]);
  checkEpsilon("groupNorm", epsilon);
  const [before, after] = [input.shape.slice(0, axis), input.shape.slice(axis + 1)];
  const split = reshape(input, [...before, numGroups, channels / numGroups, ...after]);
  const axes = split.shape.map((_, at) => at).filter((at) => at !== 0 && at !== axis);
  const output = reshape(standardize(split, axes, epsilon).output, input.shape);
  return scaleAndShift(output, options, [channels, ...after.map(() => 1)]);
}

/** Options of {@link GroupNorm}. There is a weight and a bias by default. */
export interface GroupNormModuleOptions extends AffineOptions {
  /** Added to the variance, against division by 0. Default: 1e-5; Keras has 1e-3. */
  readonly epsilon?: number;
  /** The axis of the channels; negative ones count from the end. Default: 1. */
  readonly axis?: number;
}

/** {@link groupNorm} with a weight and a bias of its own. */
export class GroupNorm extends Module {
  readonly numGroups: number;
  readonly numChannels: number;
  readonly epsilon: number;
  readonly axis: number;
  /** γ, of shape [numChannels]. Starts as 1. */
  readonly weight: Parameter | undefined;
  /** β, of shape [numChannels]. Starts as 0. */
  readonly bias: Parameter | undefined;

  /** @throws NNError `option` unless the numbers are positive integers and the groups divide the channels */
  constructor(numGroups: number, numChannels: number, options: GroupNormModuleOptions) {
    super();
    for (const [name, value] of Object.entries({ numGroups, numChannels })) perAxis("GroupNorm", name, value, 1, 1);
    if (numChannels % numGroups !== 0) {
      throw new NNError("option", `GroupNorm: expected groups that divide ${numChannels} channels, got ${numGroups}`);
    }
    const { epsilon = 1e-5, axis = 1 } = options;
    checkEpsilon("GroupNorm", epsilon);
    this.numGroups = numGroups;
    this.numChannels = numChannels;
    this.epsilon = epsilon;
    this.axis = axis;
    const { weight, bias } = affineParameters([numChannels], options, true);
    this.weight = weight;
    this.bias = bias;
  }

  /** @throws NNError `shape` unless the input has `numChannels` channels */
  override forward(input: Tensor): Tensor {
    const axis = channelAxis("GroupNorm", input, this.axis);
    if (input.shape[axis] === this.numChannels) return groupNorm(input, this.numGroups, this);
    const expected = `input with ${this.numChannels} channels on axis ${axis}`;
    throw new NNError("shape", `GroupNorm: expected ${expected}, got ${formatShape(input.shape)}`);
  }

  protected override describe(): string {
    const axis = this.axis === 1 ? "" : `, axis=${this.axis}`;
    return `${this.numGroups}, ${this.numChannels}, epsilon=${this.epsilon}${describeAffine(this, true)}${axis}`;
  }
}
