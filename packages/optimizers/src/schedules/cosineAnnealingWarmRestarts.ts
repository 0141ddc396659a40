import { checkCount, type Schedule } from "./schedule.ts";

/** Options of {@link cosineAnnealingWarmRestarts}. */
export interface CosineAnnealingWarmRestartsOptions {
  /** How many steps the first fall takes. */
  readonly steps: number;
  /** By how much each fall is longer than the one before: an integer. Default: 1. */
  readonly growth?: number;
  /** The rate at the end of each fall. Default: 0. */
  readonly minimum?: number;
}

/**
 * The rate falls to `minimum` along half a cosine, again and again, each time over `growth` times as many steps
 * (Loshchilov & Hutter 2017).
 *
 * @throws NNError `option` unless steps and growth is an integer of at least 1
 *
 * @example
 * ```ts
 * const rate = cosineAnnealingWarmRestarts({ steps: 2, growth: 2 });
 * [rate(0, 1), rate(1, 1), rate(2, 1), rate(4, 1), rate(6, 1)]; // 1, 0.5, 1, 0.5, 1
 * ```
 */
export function cosineAnnealingWarmRestarts(options: CosineAnnealingWarmRestartsOptions): Schedule {
  const { steps, growth = 1, minimum = 0 } = options;
  checkCount("cosineAnnealingWarmRestarts", "steps", steps);
  checkCount("cosineAnnealingWarmRestarts", "growth", growth);
  return (step, initialRate) => {
    let [length, passed] = [steps, step];
    if (growth === 1) passed %= length;
    while (passed >= length) {
      passed -= length;
      length *= growth;
    }
    return minimum + ((initialRate - minimum) * (1 + Math.cos((Math.PI * passed) / length))) / 2;
  };
}
