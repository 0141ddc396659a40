import { checkCount, type Schedule } from "./schedule.ts";

/** Options of {@link constantLR}. */
export interface ConstantLROptions {
  /** The part. Default: 1/3. */
  readonly factor?: number;
  /** How many steps it lasts. Default: 5. */
  readonly steps?: number;
}

/**
 * A part of the rate for the first `steps` steps, and all of it from then on.
 *
 * @throws NNError `option` unless steps is an integer of at least 1
 *
 * @example
 * ```ts
 * const rate = constantLR({ factor: 0.5, steps: 4 });
 * [rate(3, 1), rate(4, 1)]; // 0.5, 1
 * ```
 */
export function constantLR({ factor = 1 / 3, steps = 5 }: ConstantLROptions = {}): Schedule {
  checkCount("constantLR", "steps", steps);
  return (step, initialRate) => (step < steps ? initialRate * factor : initialRate);
}
