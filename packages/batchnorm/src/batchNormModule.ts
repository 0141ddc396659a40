import {
  add as plus,
  cast,
  constant,
  divide,
  multiply,
  NNError,
  subtract,
  type Backend,
  type DType,
} from "@nn/backend";
import { Module, ModuleBuffer, Parameter } from "@nn/module";
import {
  applySingle,
  elementwise,
  formatShape,
  noGrad,
  ones,
  perAxis,
  zeros,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import { BatchCount } from "./batchCount.ts";
import { batchNorm } from "./batchNorm.ts";
import { countPerChannel } from "./batchStatistics.ts";
import { batchNormTraining } from "./batchNormTraining.ts";

/** Options of the batch norm modules. */
export interface BatchNormOptions {
  /** The backend of parameters and running statistics. */
  readonly backend: Backend;
  /** The type of parameters and running statistics. Default: float32. */
  readonly dtype?: DType;
  /** Added to the variance, against division by 0. Default: 1e-5. */
  readonly epsilon?: number;
  /**
   * The weight of the batch's statistics in the running ones: running = (1 − momentum) · running + momentum · batch. With
   * null they are the plain mean over all batches. Default: 0.1.
   */
  readonly momentum?: number | null;
  /**
   * Which variance of the batch the running one takes: with Bessel's correction as in PyTorch, or without, as in
   * PaddlePaddle and Keras. Default: "unbiased".
   */
  readonly runningVarianceOf?: "unbiased" | "biased";
  /** Whether it learns a weight and a bias. Default: true. */
  readonly affine?: boolean;
  /** Whether it keeps running statistics. If not, evaluation uses the batch's, too. Default: true. */
  readonly trackRunningStatistics?: boolean;
}

/**
 * Batch norm with a weight and a bias of its own, and running statistics. In training it normalises with the batch's
 * statistics and updates the running ones; in evaluation it uses those.
 */
export abstract class BatchNorm extends Module {
  readonly numFeatures: number;
  readonly epsilon: number;
  readonly momentum: number | null;
  readonly runningVarianceOf: "unbiased" | "biased";
  /** Starts as 1. */
  readonly weight: Parameter | undefined;
  /** Starts as 0. */
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
    const { epsilon = 1e-5, momentum = 0.1, affine = true, trackRunningStatistics = true } = options;
    perAxis(this.constructor.name, "numFeatures", numFeatures, 1, 1);
    if (momentum !== null && !(momentum >= 0 && momentum <= 1)) {
      const name = this.constructor.name;
      throw new NNError("option", `${name}: expected momentum to be null or from 0 to 1, got ${momentum}`);
    }
    const { backend, dtype = "float32" } = options;
    const like = { backend, dtype };
    this.numFeatures = numFeatures;
    this.epsilon = epsilon;
    this.momentum = momentum;
    this.runningVarianceOf = options.runningVarianceOf ?? "unbiased";
    if (affine) {
      this.weight = new Parameter(ones([numFeatures], like));
      this.bias = new Parameter(zeros([numFeatures], like));
    }
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

  override forward(input: Tensor): Tensor {
    this.check(input);
    const { weight, bias, epsilon, runningMean, runningVariance } = this;
    if (!this.training && runningMean && runningVariance) {
      return batchNorm(input, runningMean, runningVariance, { weight, bias, epsilon });
    }
    const { output, mean, variance } = batchNormTraining(input, { weight, bias, epsilon });
    if (this.training) noGrad(() => this.track(mean, variance, countPerChannel(input.shape)));
    return output;
  }

  protected override describe(): string {
    const { numFeatures, epsilon, momentum } = this;
    const affine = this.weight ? "" : ", affine=false";
    const tracked = this.runningMean ? "" : ", trackRunningStatistics=false";
    return `${numFeatures}, epsilon=${epsilon}, momentum=${momentum}${affine}${tracked}`;
  }

  private check(input: Tensor): void {
    const name = this.constructor.name;
    const got = formatShape(input.shape);
    if (!this.accepts(input.rank)) {
      throw new NNError("shape", `${name}: expected input of rank ${this.expectedRank}, got ${got}`);
    }
    if (input.shape[1] !== this.numFeatures) {
      throw new NNError("shape", `${name}: expected input with ${this.numFeatures} channels on axis 1, got ${got}`);
    }
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

/** (1 − momentum) · running + momentum · factor · batch */
const runningOperation: Operation<{ readonly momentum: number; readonly factor: number }> = elementwise(
  "running statistics",
  ([running, batch], { momentum, factor }) =>
    plus(multiply(running!, 1 - momentum), multiply(multiply(batch!, factor), momentum)),
);

/** running + (factor · batch − running) / batches: the mean over all batches. */
const cumulativeOperation: Operation<{ readonly factor: number }> = elementwise(
  "cumulative statistics",
  ([running, batch, batches], { factor }) => {
    const weight = divide(constant(1, running!.dtype), cast(batches!, running!.dtype));
    return plus(running!, multiply(subtract(multiply(batch!, factor), running!), weight));
  },
);
