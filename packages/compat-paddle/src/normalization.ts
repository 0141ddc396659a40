import { NNError, type Backend, type DType } from "@nn/backend";
import type { Member } from "@nn/module";
import {
  GroupNorm as BaseGroupNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  LayerNorm as BaseLayerNorm,
  type GroupNormModuleOptions,
  type InstanceNormModuleOptions,
} from "@nn/normalization";
import { isChannelsLast, type DataFormat } from "./dataFormat.ts";

/** Options of {@link LayerNorm}. */
export interface LayerNormOptions {
  /** The backend of the parameters. */
  readonly backend: Backend;
  /** Their type. Default: float32. */
  readonly dtype?: DType;
  /** Added to the variance. Default: 1e-5. */
  readonly epsilon?: number;
  /** False for no weight. Default: there is one. */
  readonly weightAttr?: false | undefined;
  /** False for no bias. Default: there is one. */
  readonly biasAttr?: false | undefined;
}

/** Options of {@link GroupNorm} and the instance norms. */
export interface ChannelNormOptions extends LayerNormOptions {
  /** Where the channels are. Default: before the spatial axes. */
  readonly dataFormat?: DataFormat;
}

/** `paddle.nn.LayerNorm`. */
export class LayerNorm extends BaseLayerNorm {
  /** @throws NNError `option` if an option is out of its range */
  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions) {
    super(normalizedShape, affine(options));
  }
}

/** `paddle.nn.GroupNorm`. */
export class GroupNorm extends BaseGroupNorm {
  /** @throws NNError `option` if an option is out of its range */
  constructor(numGroups: number, numChannels: number, options: ChannelNormOptions) {
    const rank = Math.max(1, (options.dataFormat?.length ?? 4) - 2);
    super(numGroups, numChannels, {
      ...affine(options),
      axis: isChannelsLast("GroupNorm", rank, options.dataFormat) ? -1 : 1,
    });
  }
}

/**
 * `paddle.nn.InstanceNorm1D`. It has a weight and a bias unless both attributes are false, where PyTorch's has none; in
 * states the weight is called `scale`.
 */
export class InstanceNorm1D extends InstanceNorm1d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(numFeatures: number, options: ChannelNormOptions) {
    super(numFeatures, instanceNormOptions("InstanceNorm1D", 1, options));
  }

  override members(): [name: string, member: Member][] {
    return withScale(super.members());
  }
}

/** `paddle.nn.InstanceNorm2D`; see {@link InstanceNorm1D}. */
export class InstanceNorm2D extends InstanceNorm2d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(numFeatures: number, options: ChannelNormOptions) {
    super(numFeatures, instanceNormOptions("InstanceNorm2D", 2, options));
  }

  override members(): [name: string, member: Member][] {
    return withScale(super.members());
  }
}

/** `paddle.nn.InstanceNorm3D`; see {@link InstanceNorm1D}. */
export class InstanceNorm3D extends InstanceNorm3d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(numFeatures: number, options: ChannelNormOptions) {
    super(numFeatures, instanceNormOptions("InstanceNorm3D", 3, options));
  }

  override members(): [name: string, member: Member][] {
    return withScale(super.members());
  }
}

function affine({ backend, dtype = "float32", epsilon = 1e-5, weightAttr, biasAttr }: LayerNormOptions) {
  const options: GroupNormModuleOptions = {
    ...{ backend, dtype, epsilon },
    weight: weightAttr !== false,
    bias: biasAttr !== false,
  };
  return options;
}

function instanceNormOptions(operation: string, rank: number, options: ChannelNormOptions): InstanceNormModuleOptions {
  if (options.weightAttr !== options.biasAttr) {
    throw new NNError("option", `${operation}: expected weightAttr and biasAttr to be false together, got one of them`);
  }
  return { ...affine(options), axis: isChannelsLast(operation, rank, options.dataFormat) ? -1 : 1 };
}

function withScale(members: readonly [string, Member][]): [string, Member][] {
  return members.map(([name, member]) => [name === "weight" ? "scale" : name, member]);
}
