import type { Optimizer } from "../optimizer.ts";
import { checkCount } from "./schedule.ts";

/** Options of {@link ReduceLROnPlateau}. */
export interface ReduceLROnPlateauOptions {
  /** Whether a smaller or a larger metric is better. Default: "min". */
  readonly mode?: "min" | "max";
  /** By what the rate is multiplied. Default: 0.1. */
  readonly factor?: number;
  /** How many epochs without improvement are allowed; the next one reduces the rate. Default: 10. */
  readonly patience?: number;
  /** Which part of the best metric an improvement has to be. Default: 1e-4. */
  readonly threshold?: number;
  /** How many epochs after a reduction do not count. Default: 0. */
  readonly cooldown?: number;
  /** The least rate. Default: 0. */
  readonly minimum?: number;
}

/**
 * Lowers the learning rate when a metric, such as the loss on held-out data, no longer improves. As PyTorch's.
 *
 * @example
 * ```ts
 * const optimizer = new SGD([new Variable(tensor([1], { backend }))], { learningRate: 0.5 });
 * const scheduler = new ReduceLROnPlateau(optimizer, { factor: 0.1, patience: 1 });
 * [3, 2, 2, 2].forEach((loss) => scheduler.step(loss));
 * optimizer.learningRate; // 0.05
 * ```
 */
export class ReduceLROnPlateau {
  private readonly optimizer: Optimizer;
  private readonly options: Required<ReduceLROnPlateauOptions>;
  private best: number | undefined;
  private bad = 0;
  private resting = 0;

  /** @throws NNError `option` unless patience + 1 is an integer of at least 1 */
  constructor(optimizer: Optimizer, options: ReduceLROnPlateauOptions = {}) {
    const { mode = "min", factor = 0.1, patience = 10, threshold = 1e-4, cooldown = 0, minimum = 0 } = options;
    checkCount("ReduceLROnPlateau", "patience + 1", patience + 1);
    this.optimizer = optimizer;
    this.options = { mode, factor, patience, threshold, cooldown, minimum };
  }

  /** Tells the metric of an epoch. */
  step(metric: number): void {
    const { factor, patience, cooldown, minimum } = this.options;
    if (this.isBetter(metric)) {
      this.best = metric;
      this.bad = 0;
    } else {
      this.bad++;
    }
    if (this.resting > 0) {
      this.resting--;
      this.bad = 0;
    }
    if (this.bad <= patience) return;
    this.optimizer.learningRate = Math.max(minimum, this.optimizer.learningRate * factor);
    this.resting = cooldown;
    this.bad = 0;
  }

  private isBetter(metric: number): boolean {
    const { mode, threshold } = this.options;
    if (this.best === undefined) return true;
    const margin = threshold * Math.abs(this.best);
    return mode === "min" ? metric < this.best - margin : metric > this.best + margin;
  }
}
