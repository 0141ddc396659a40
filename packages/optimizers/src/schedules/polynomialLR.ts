import { checkCount, type Schedule } from "./schedule.ts";

/** Options of {@link polynomialLR}. */
export interface PolynomialLROptions {
  /** How many steps it takes. Default: 5. */
  readonly steps?: number;
  /** The exponent. Default: 1. */
  readonly power?: number;
}

/**
 * The rate falls to 0 over `steps` steps: initial · (1 − step / steps)^power.
 *
 * @throws NNError `option` unless steps is an integer of at least 1
 *
 * @example
 * ```ts
 * const rate = polynomialLR({ steps: 4, power: 2 });
 * [rate(0, 1), rate(2, 1), rate(4, 1)]; // 1, 0.25, 0
 * ```
 */
export function polynomialLR({ steps = 5, power = 1 }: PolynomialLROptions = {}): Schedule {
  checkCount("polynomialLR", "steps", steps);
  return (step, initialRate) => initialRate * (1 - Math.min(step, steps) / steps) ** power;
}
