import type { Backend, DType } from "@nn/backend";
import { BatchNorm1d, BatchNorm2d, BatchNorm3d, type BatchNormOptions as Options } from "@nn/batchnorm";
import type { Member, Module } from "@nn/module";
import type { Tensor } from "@nn/tensor";
import { isChannelsLast, type DataFormat } from "./dataFormat.ts";

/** Options of the batch norms. */
export interface BatchNormOptions {
  /** The backend of parameters and running statistics. */
  readonly backend: Backend;
  /** Their type. Default: float32. */
  readonly dtype?: DType;
  /** The weight of the old statistics: running = momentum · running + (1 − momentum) · batch. Default: 0.9. */
  readonly momentum?: number;
  /** Added to the variance. Default: 1e-5. */
  readonly epsilon?: number;
  /** False for no weight. Default: there is one. */
  readonly weightAttr?: false | undefined;
  /** False for no bias. Default: there is one. */
  readonly biasAttr?: false | undefined;
  /** Where the channels are. Default: before the spatial axes. */
  readonly dataFormat?: DataFormat;
  /**
   * True for running statistics in training, too, where they then stay as they are; false for the batch's in evaluation,
   * too. Default: the batch's in training, the running ones in evaluation.
   */
  readonly useGlobalStats?: boolean | undefined;
}

/**
 * `paddle.nn.BatchNorm1D`. The running variance takes the biased variance of the batch, one value per channel passes
 * unchanged in training, and states have PaddlePaddle's names: `weight`, `bias`, `_mean`, `_variance`.
 */
export class BatchNorm1D extends BatchNorm1d {
  readonly useGlobalStats: boolean | undefined;

  /** @throws NNError `option` if an option is out of its range */
  constructor(numFeatures: number, options: BatchNormOptions) {
    super(numFeatures, batchNormOptions("BatchNorm1D", 1, options));
    this.useGlobalStats = options.useGlobalStats;
  }

  override forward(input: Tensor): Tensor {
    return withStatistics(this, this.useGlobalStats, () => super.forward(input));
  }

  override members(): [name: string, member: Member][] {
    return paddleNames(super.members());
  }
}

/** `paddle.nn.BatchNorm2D`; see {@link BatchNorm1D}. */
export class BatchNorm2D extends BatchNorm2d {
  readonly useGlobalStats: boolean | undefined;

  /** @throws NNError `option` if an option is out of its range */
  constructor(numFeatures: number, options: BatchNormOptions) {
    super(numFeatures, batchNormOptions("BatchNorm2D", 2, options));
    this.useGlobalStats = options.useGlobalStats;
  }

  override forward(input: Tensor): Tensor {
    return withStatistics(this, this.useGlobalStats, () => super.forward(input));
  }

  override members(): [name: string, member: Member][] {
    return paddleNames(super.members());
  }
}

/** `paddle.nn.BatchNorm3D`; see {@link BatchNorm1D}. */
export class BatchNorm3D extends BatchNorm3d {
  readonly useGlobalStats: boolean | undefined;

  /** @throws NNError `option` if an option is out of its range */
  constructor(numFeatures: number, options: BatchNormOptions) {
    super(numFeatures, batchNormOptions("BatchNorm3D", 3, options));
    this.useGlobalStats = options.useGlobalStats;
  }

  override forward(input: Tensor): Tensor {
    return withStatistics(this, this.useGlobalStats, () => super.forward(input));
  }

  override members(): [name: string, member: Member][] {
    return paddleNames(super.members());
  }
}

function batchNormOptions(operation: string, rank: number, options: BatchNormOptions): Options {
  const { backend, dtype = "float32", momentum = 0.9, epsilon = 1e-5 } = options;
  return {
    ...{ backend, dtype, epsilon, decay: momentum },
    runningVarianceOf: "biased",
    singleValue: "pass",
    weight: options.weightAttr !== false,
    bias: options.biasAttr !== false,
    axis: isChannelsLast(operation, rank, options.dataFormat) ? -1 : 1,
  };
}

function withStatistics(module: Module, useGlobalStats: boolean | undefined, forward: () => Tensor): Tensor {
  const mode = module.training;
  if (useGlobalStats !== undefined) module.training = !useGlobalStats;
  try {
    return forward();
  } finally {
    module.training = mode;
  }
}

const names = new Map([
  ["running_mean", "_mean"],
  ["running_var", "_variance"],
]);

/** PaddlePaddle counts no batches. */
function paddleNames(members: readonly [string, Member][]): [string, Member][] {
  const kept = members.filter(([name]) => name !== "num_batches_tracked");
  return kept.map(([name, member]) => [names.get(name) ?? name, member]);
}
