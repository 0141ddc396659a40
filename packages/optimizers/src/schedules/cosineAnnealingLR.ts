import { checkCount, type Schedule } from "./schedule.ts";

/** Options of {@link cosineAnnealingLR}. */
export interface CosineAnnealingLROptions {
  /** How many steps it takes. */
  readonly steps: number;
  /** The rate at the end. Default: 0. */
  readonly minimum?: number;
}

/**
 * The rate falls to `minimum` along half a cosine over `steps` steps, and rises again after it, as PyTorch's does:
 * minimum + (initial − minimum) · (1 + cos(π · step / steps)) / 2 (Loshchilov & Hutter 2017).
 *
 * @throws NNError `option` unless steps is an integer of at least 1
 *
 * @example
 * ```ts
 * const rate = cosineAnnealingLR({ steps: 4, minimum: 0.1 });
 * [rate(0, 1), rate(2, 1), rate(4, 1)]; // 1, 0.55, 0.1
 * ```
 */
export function cosineAnnealingLR({ steps, minimum = 0 }: CosineAnnealingLROptions): Schedule {
  checkCount("cosineAnnealingLR", "steps", steps);
  return (step, initialRate) => minimum + ((initialRate - minimum) * (1 + Math.cos((Math.PI * step) / steps))) / 2;
}
