import { checkCount, type Schedule } from "./schedule.ts";

/** Options of {@link stepLR}. */
export interface StepLROptions {
  /** After how many steps the rate changes. */
  readonly stepSize: number;
  /** The factor. Default: 0.1. */
  readonly gamma?: number;
}

/**
 * The rate times gamma after every `stepSize` steps: initial · gamma^⌊step / stepSize⌋.
 *
 * @throws NNError `option` unless stepSize is an integer of at least 1
 *
 * @example
 * ```ts
 * const rate = stepLR({ stepSize: 10 });
 * [rate(9, 1), rate(10, 1), rate(20, 1)]; // 1, 0.1, 0.01
 * ```
 */
export function stepLR({ stepSize, gamma = 0.1 }: StepLROptions): Schedule {
  checkCount("stepLR", "stepSize", stepSize);
  return (step, initialRate) => initialRate * gamma ** Math.floor(step / stepSize);
}
