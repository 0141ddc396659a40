import type { Schedule } from "./schedule.ts";

/** Options of {@link multiStepLR}. */
export interface MultiStepLROptions {
  /** The steps at which the rate changes. */
  readonly milestones: readonly number[];
  /** The factor. Default: 0.1. */
  readonly gamma?: number;
}

/**
 * The rate times gamma at each milestone: initial · gamma^(number of milestones up to the step).
 *
 * @example
 * ```ts
 * const rate = multiStepLR({ milestones: [3, 5], gamma: 0.5 });
 * [rate(2, 1), rate(3, 1), rate(5, 1)]; // 1, 0.5, 0.25
 * ```
 */
export function multiStepLR({ milestones, gamma = 0.1 }: MultiStepLROptions): Schedule {
  return (step, initialRate) => initialRate * gamma ** milestones.filter((milestone) => milestone <= step).length;
}
