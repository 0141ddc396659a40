import { checkCount, type Schedule } from "./schedule.ts";

/** Options of {@link oneCycleLR}. */
export interface OneCycleLROptions {
  /** The largest rate. */
  readonly maximum: number;
  /** How many steps there will be. */
  readonly steps: number;
  /** The part of the steps in which the rate rises. Default: 0.3. */
  readonly warmup?: number;
  /** By how much the rate at the beginning is smaller than the largest. Default: 25. */
  readonly divisor?: number;
  /** By how much the rate at the end is smaller than at the beginning. Default: 10 000. */
  readonly finalDivisor?: number;
}

/**
 * One cycle: the rate rises from `maximum` / `divisor` to `maximum`, and falls to its beginning / `finalDivisor`, along
 * cosines (Smith & Topin 2018). The rate that the optimizer began with does not matter.
 *
 * @throws NNError `option` unless steps is an integer of at least 1
 *
 * @example
 * ```ts
 * const rate = oneCycleLR({ maximum: 1, steps: 10, warmup: 0.5 });
 * [rate(0, 0), rate(4, 0), rate(9, 0)]; // 0.04, 1.00, 0.000
 * ```
 */
export function oneCycleLR(options: OneCycleLROptions): Schedule {
  const { maximum, steps, warmup = 0.3, divisor = 25, finalDivisor = 1e4 } = options;
  checkCount("oneCycleLR", "steps", steps);
  const [start, last] = [maximum / divisor, steps - 1];
  const peak = Math.max(0, warmup * steps - 1);
  return (step) => {
    if (step <= peak) return between(start, maximum, peak === 0 ? 1 : step / peak);
    return between(maximum, start / finalDivisor, Math.min(1, (step - peak) / (last - peak)));
  };
}

/** From one number to another along half a cosine. */
function between(from: number, to: number, part: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * part))) / 2;
}
