import { checkCount, type Schedule } from "./schedule.ts";

/** Options of {@link linearLR}. */
export interface LinearLROptions {
  /** The part at the beginning. Default: 1/3. */
  readonly start?: number;
  /** The part at the end. Default: 1. */
  readonly end?: number;
  /** How many steps it takes. Default: 5. */
  readonly steps?: number;
}

/**
 * A part of the rate that changes linearly over `steps` steps and stays then: warming up, or fading.
 *
 * @throws NNError `option` unless steps is an integer of at least 1
 *
 * @example
 * ```ts
 * const rate = linearLR({ start: 0, steps: 4 });
 * [rate(0, 1), rate(1, 1), rate(9, 1)]; // 0, 0.25, 1
 * ```
 */
export function linearLR({ start = 1 / 3, end = 1, steps = 5 }: LinearLROptions = {}): Schedule {
  checkCount("linearLR", "steps", steps);
  return (step, initialRate) => initialRate * (start + ((end - start) * Math.min(step, steps)) / steps);
}
