import { NNError } from "@nn/backend";
import { Module, ModuleBuffer, Parameter } from "@nn/module";
import { applySingle, formatShape, noGrad, normalizeAxis, ones, perAxis, zeros, type Tensor } from "@nn/tensor";
import { BatchCount } from "./batchCount.ts";
import { batchNorm, checkEpsilon } from "./batchNorm.ts";
import { momentumOf, type BatchNormOptions } from "./batchNormOptions.ts";
import { countPerChannel } from "./batchStatistics.ts";
import { batchNormTraining } from "./batchNormTraining.ts";
import { cumulativeOperation, runningOperation } from "./runningStatistics.ts";

/**
 * Batch norm with a weight and a bias of its own, and running statistics. In training it normalises with the batch's
 * statistics and updates the running ones; in evaluation it uses those.
 */
export abstract class BatchNorm extends Module {
  readonly numFeatures: number;
  readonly epsilon: number;
  /** The weight of the batch in the running statistics; null where they are the mean over all batches. */
  readonly momentum: number | null;
  readonly runningVarianceOf: "unbiased" | "biased";
  readonly singleValue: "throw" | "pass";
  readonly axis: number;
  /** γ, of shape [numFeatures]. Starts as 1. */
  readonly weight: Parameter | undefined;
  /** β, of shape [numFeatures]. Starts as 0. */
  readonly bias: Parameter | undefined;
  /** Starts as 0. */
  readonly runningMean: ModuleBuffer | undefined;
  /** Starts as 1. */
  readonly runningVariance: ModuleBuffer | undefined;
  /** How many batches it was trained with. */
  readonly numBatchesTracked: BatchCount | undefined;

  /** @throws NNError `option` if an option is out of its range */
  constructor(numFeatures: number, options: BatchNormOptions) {
    super();
    const { epsilon = 1e-5, affine = true, trackRunningStatistics = true, backend, dtype = "float32" } = options;
    perAxis(this.constructor.name, "numFeatures", numFeatures, 1, 1);
    checkEpsilon(this.constructor.name, epsilon);
    this.numFeatures = numFeatures;
    this.epsilon = epsilon;
    this.momentum = momentumOf(this.constructor.name, options);
    this.runningVarianceOf = options.runningVarianceOf ?? "unbiased";
    this.singleValue = options.singleValue ?? "throw";
    this.axis = options.axis ?? 1;
    const like = { backend, dtype };
    if (options.weight ?? affine) this.weight = new Parameter(ones([numFeatures], like));
    if (options.bias ?? affine) this.bias = new Parameter(zeros([numFeatures], like));
    if (trackRunningStatistics) {
      this.runningMean = new ModuleBuffer(zeros([numFeatures], like));
      this.runningVariance = new ModuleBuffer(ones([numFeatures], like), { name: "running_var" });
      this.numBatchesTracked = new BatchCount(backend);
    }
  }

  /** The ranks of the inputs, as in errors: `4 [batch, channels, height, width]`. */
  protected abstract readonly expectedRank: string;

  /** Whether an input has one of the ranks. */
  protected abstract accepts(rank: number): boolean;

  /** @throws NNError `shape` unless the input has one of the ranks, the channels, and in training several values of each */
  override forward(input: Tensor): Tensor {
    const axis = this.check(input);
    const { weight, bias, epsilon, runningMean, runningVariance } = this;
    if (!this.training && runningMean && runningVariance) {
      return batchNorm(input, runningMean, runningVariance, { weight, bias, epsilon, axis });
    }
    const count = countPerChannel(input.shape, axis);
    if (count === 1 && this.singleValue === "pass") return input;
    const { output, mean, variance } = batchNormTraining(input, { weight, bias, epsilon, axis });
    if (this.training) noGrad(() => this.track(mean, variance, count));
    return output;
  }

  protected override describe(): string {
    const { numFeatures, epsilon, momentum, weight, bias } = this;
    const parts = weight ? (bias ? "" : ", bias=false") : bias ? ", weight=false" : ", affine=false";
    const tracked = this.runningMean ? "" : ", trackRunningStatistics=false";
    const axis = this.axis === 1 ? "" : `, axis=${this.axis}`;
    return `${numFeatures}, epsilon=${epsilon}, momentum=${momentum}${parts}${tracked}${axis}`;
  }

  /** The axis of the channels, counted from the front. */
  private check(input: Tensor): number {
    const name = this.constructor.name;
    const got = formatShape(input.shape);
    if (!this.accepts(input.rank)) {
      throw new NNError("shape", `${name}: expected input of rank ${this.expectedRank}, got ${got}`);
    }
    const axis = normalizeAxis(name, this.axis, input.rank);
    if (input.shape[axis] !== this.numFeatures) {
      throw new NNError(
        "shape",
        `${name}: expected input with ${this.numFeatures} channels on axis ${axis}, got ${got}`,
      );
    }
    return axis;
  }

  private track(mean: Tensor, variance: Tensor, count: number): void {
    const { runningMean, runningVariance, numBatchesTracked, momentum } = this;
    if (!runningMean || !runningVariance || !numBatchesTracked) return;
    numBatchesTracked.increment();
    const update = (running: ModuleBuffer, batch: Tensor, factor: number): void =>
      running.assign(
        momentum === null
          ? applySingle(cumulativeOperation, [running, batch, numBatchesTracked], { factor })
          : applySingle(runningOperation, [running, batch], { momentum, factor }),
      );
    update(runningMean, mean, 1);
    update(runningVariance, variance, this.runningVarianceOf === "biased" ? 1 : count / (count - 1));
  }
}
