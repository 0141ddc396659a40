import type { Schedule } from "./schedule.ts";

/** Options of {@link exponentialLR}. */
export interface ExponentialLROptions {
  /** The factor. */
  readonly gamma: number;
}

/**
 * The rate times gamma after every step: initial · gamma^step.
 *
 * @example
 * ```ts
 * const rate = exponentialLR({ gamma: 0.5 });
 * [rate(0, 1), rate(3, 1)]; // 1, 0.125
 * ```
 */
export function exponentialLR({ gamma }: ExponentialLROptions): Schedule {
  return (step, initialRate) => initialRate * gamma ** step;
}
