import { checkCount, type Schedule } from "./schedule.ts";

/** Options of {@link cyclicLR}. */
export interface CyclicLROptions {
  /** The rate at the top; at the bottom it is the initial one. */
  readonly maximum: number;
  /** How many steps the rate rises. Default: 2000. */
  readonly stepsUp?: number;
  /** How many steps it falls. Default: as many as it rises. */
  readonly stepsDown?: number;
  /** Each cycle's height is this times that of the one before. Default: 1; 0.5 is PyTorch's "triangular2". */
  readonly shrink?: number;
}

/**
 * Triangles between the initial rate and `maximum` (Smith 2017).
 *
 * @throws NNError `option` unless stepsUp and stepsDown are integers of at least 1
 *
 * @example
 * ```ts
 * const rate = cyclicLR({ maximum: 3, stepsUp: 2, shrink: 0.5 });
 * [rate(0, 1), rate(1, 1), rate(2, 1), rate(4, 1), rate(6, 1)]; // 1, 2, 3, 1, 2
 * ```
 */
export function cyclicLR(options: CyclicLROptions): Schedule {
  const { maximum, stepsUp = 2000, stepsDown = stepsUp, shrink = 1 } = options;
  checkCount("cyclicLR", "stepsUp", stepsUp);
  checkCount("cyclicLR", "stepsDown", stepsDown);
  const length = stepsUp + stepsDown;
  return (step, initialRate) => {
    const [cycle, within] = [Math.floor(step / length), step % length];
    const height = within <= stepsUp ? within / stepsUp : (length - within) / stepsDown;
    return initialRate + (maximum - initialRate) * height * shrink ** cycle;
  };
}
