import { NNError } from "@nn/backend";
import type { Optimizer } from "../optimizer.ts";
import type { Schedule } from "./schedule.ts";

/** Where a scheduler stands. */
export interface SchedulerState {
  readonly steps: number;
  readonly initialRate: number;
}

/**
 * Sets the learning rate of an optimizer along a schedule: at once, and with each `step()`, which is called after the
 * optimizer's, once an epoch or once an update, as the schedule counts. A change compiles nothing.
 *
 * @example
 * ```ts
 * const optimizer = new SGD([new Variable(tensor([1], { backend }))], { learningRate: 0.5 });
 * const scheduler = new Scheduler(optimizer, exponentialLR({ gamma: 0.5 }));
 * scheduler.step();
 * optimizer.learningRate; // 0.25
 * ```
 */
export class Scheduler {
  private readonly optimizer: Optimizer;
  private readonly schedule: Schedule;
  private state: SchedulerState;

  /** @param schedule for example `cosineAnnealingLR({ steps: 10 })`, or a function of one's own */
  constructor(optimizer: Optimizer, schedule: Schedule) {
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.state = { steps: 0, initialRate: optimizer.learningRate };
    this.apply();
  }

  /** Moves on by one step of the schedule. */
  step(): void {
    this.state = { ...this.state, steps: this.state.steps + 1 };
    this.apply();
  }

  stateDict(): SchedulerState {
    return this.state;
  }

  /**
   * Goes on where the scheduler that gave `saved` stood.
   *
   * @throws NNError `state` unless steps and rate are numbers of at least 0
   */
  loadStateDict(saved: SchedulerState): void {
    const { steps, initialRate } = saved;
    if (!Number.isSafeInteger(steps) || steps < 0 || !Number.isFinite(initialRate) || initialRate < 0) {
      const got = `${steps} steps and ${initialRate}`;
      throw new NNError("state", `Scheduler: expected steps and an initial rate of at least 0, got ${got}`);
    }
    this.state = { steps, initialRate };
    this.apply();
  }

  private apply(): void {
    this.optimizer.learningRate = this.schedule(this.state.steps, this.state.initialRate);
  }
}
