import type { Variable } from "@nn/tensor";
import { Optimizer } from "./optimizer.ts";
import type { DirectionSettings } from "./updateOperation.ts";

/** What the options of Adam and its relatives have in common. */
export interface MomentOptions extends DirectionSettings {
  /** The parts of the mean gradient and of the mean squared gradient that stay, below 1. Default: [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Keeps the quotient finite. Default: 1e-8. */
  readonly epsilon?: number;
}

/** What the operations of Adam and its relatives have to know. */
export interface MomentSettings extends Required<DirectionSettings> {
  readonly betas: readonly [number, number];
  readonly epsilon: number;
}

/** Adam and its relatives: they divide a mean of the gradients by a mean, or a maximum, of their sizes. */
export abstract class MomentOptimizer extends Optimizer {
  protected readonly settings: MomentSettings;

  /** @throws NNError `option` if an option is out of range */
  constructor(name: string, parameters: Iterable<Variable>, learningRate: number, options: MomentOptions) {
    super(name, parameters, learningRate);
    const { betas = [0.9, 0.999], epsilon = 1e-8, weightDecay = 0, maximize = false } = options;
    this.checkBetas("betas", betas);
    this.checkAtLeast("epsilon", epsilon, 0);
    this.checkAtLeast("weightDecay", weightDecay, 0);
    this.settings = { betas, epsilon, weightDecay, maximize };
  }
}
