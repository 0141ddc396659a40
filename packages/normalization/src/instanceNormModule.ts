import { add, multiply, NNError } from "@nn/backend";
import { Module, ModuleBuffer, type Parameter } from "@nn/module";
import {
  applySingle,
  elementwise,
  formatShape,
  mean as meanOf,
  noGrad,
  normalizeAxis,
  ones,
  perAxis,
  reshape,
  scalarTensor,
  sizeOf,
  unsqueeze,
  zeros,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import { affineParameters, describeAffine, type AffineOptions } from "./affine.ts";
import { checkEpsilon } from "./checks.ts";
import { instanceNorm, instanceNormWithStatistics } from "./instanceNorm.ts";

/** Options of the instance norm modules. There is no weight and no bias by default; PaddlePaddle has both. */
export interface InstanceNormModuleOptions extends AffineOptions {
  /** Added to the variance, against division by 0. Default: 1e-5. */
  readonly epsilon?: number;
  /**
   * The weight of the batch's statistics in the running ones: running = (1 − momentum) · running + momentum · batch.
   * Default: 0.1.
   */
  readonly momentum?: number;
  /** Whether it keeps running statistics, which evaluation then uses. Default: false. */
  readonly trackRunningStatistics?: boolean;
  /** The axis of the channels of an input with a batch; negative ones count from the end. Default: 1. */
  readonly axis?: number;
}

/**
 * Instance norm of inputs with or without a batch. With running statistics, training moves them towards the mean of the
 * samples' means and of their unbiased variances, and evaluation uses them; without, both do the same.
 */
export abstract class InstanceNorm extends Module {
  readonly numFeatures: number;
  readonly epsilon: number;
  readonly momentum: number;
  readonly axis: number;
  /** γ, of shape [numFeatures]. Starts as 1. */
  readonly weight: Parameter | undefined;
  /** β, of shape [numFeatures]. Starts as 0. */
  readonly bias: Parameter | undefined;
  /** Starts as 0. */
  readonly runningMean: ModuleBuffer | undefined;
  /** Starts as 1. */
  readonly runningVariance: ModuleBuffer | undefined;
  /** It stands in PyTorch's state dictionaries, where it stays 0; so it does here. */
  readonly numBatchesTracked: ModuleBuffer | undefined;
  private readonly spatial: readonly string[];

  /** @throws NNError `option` if an option is out of its range */
  constructor(spatial: readonly string[], numFeatures: number, options: InstanceNormModuleOptions) {
    super();
    const name = this.constructor.name;
    const { epsilon = 1e-5, momentum = 0.1, axis = 1, backend, dtype = "float32" } = options;
    perAxis(name, "numFeatures", numFeatures, 1, 1);
    checkEpsilon(name, epsilon);
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new NNError("option", `${name}: expected momentum to be from 0 to 1, got ${momentum}`);
    }
    this.spatial = spatial;
    this.numFeatures = numFeatures;
    this.epsilon = epsilon;
    this.momentum = momentum;
    this.axis = axis;
    const { weight, bias } = affineParameters([numFeatures], options, false);
    this.weight = weight;
    this.bias = bias;
    if (options.trackRunningStatistics ?? false) {
      this.runningMean = new ModuleBuffer(zeros([numFeatures], { backend, dtype }));
      this.runningVariance = new ModuleBuffer(ones([numFeatures], { backend, dtype }), { name: "running_var" });
      this.numBatchesTracked = new ModuleBuffer(scalarTensor(0, "int32", backend));
    }
  }

  /** @throws NNError `shape` unless the input has the axes and the channels, and in training several positions */
  override forward(input: Tensor): Tensor {
    const batch = this.withBatch(input);
    const { weight, bias, epsilon, axis, runningMean, runningVariance } = this;
    const options = { weight, bias, epsilon, axis };
    if (!this.training && runningMean && runningVariance) {
      const statistics = { mean: runningMean, variance: runningVariance };
      return reshape(instanceNorm(batch, options, statistics), input.shape);
    }
    const { output, mean, variance } = instanceNormWithStatistics(this.constructor.name, batch, options);
    if (this.training) noGrad(() => this.track(mean, variance, sizeOf(batch.shape) / sizeOf(mean.shape)));
    return reshape(output, input.shape);
  }

  protected override describe(): string {
    const { numFeatures, epsilon, momentum } = this;
    const tracked = this.runningMean ? `, momentum=${momentum}, trackRunningStatistics=true` : "";
    const axis = this.axis === 1 ? "" : `, axis=${this.axis}`;
    return `${numFeatures}, epsilon=${epsilon}${describeAffine(this, false)}${tracked}${axis}`;
  }

  private withBatch(input: Tensor): Tensor {
    const [name, got] = [this.constructor.name, formatShape(input.shape)];
    const rank = this.spatial.length + 2;
    if (input.rank !== rank && input.rank !== rank - 1) {
      const axes = ["channels", ...this.spatial].join(", ");
      const expected = `rank ${rank} [batch, ${axes}] or ${rank - 1} [${axes}]`;
      throw new NNError("shape", `${name}: expected input of ${expected}, got ${got}`);
    }
    const batch = input.rank === rank ? input : unsqueeze(input, 0);
    const axis = normalizeAxis(name, this.axis, rank);
    if (batch.shape[axis] === this.numFeatures) return batch;
    throw new NNError("shape", `${name}: expected input with ${this.numFeatures} channels, got ${got}`);
  }

  private track(mean: Tensor, variance: Tensor, count: number): void {
    const { runningMean, runningVariance, momentum } = this;
    if (!runningMean || !runningVariance || mean.shape[0] === 0) return;
    const update = (running: ModuleBuffer, batch: Tensor, factor: number): void => {
      const average = reshape(meanOf(batch, { axes: 0 }), running.shape);
      running.assign(applySingle(runningOperation, [running, average], { momentum, factor }));
    };
    update(runningMean, mean, 1);
    update(runningVariance, variance, count / (count - 1));
  }
}

/** (1 − momentum) · running + momentum · factor · batch */
const runningOperation: Operation<{ readonly momentum: number; readonly factor: number }> = elementwise(
  "running statistics",
  ([running, batch], { momentum, factor }) =>
    add(multiply(running!, 1 - momentum), multiply(multiply(batch!, factor), momentum)),
);
