import { NNError } from "@nn/backend";
import type { Schedule } from "./schedule.ts";

/**
 * One schedule after the other; each counts its steps from its own beginning.
 *
 * @param milestones the steps at which the second, the third … begin
 * @throws NNError `option` unless there is one milestone less than schedules, in rising order
 *
 * @example
 * ```ts
 * const rate = sequentialLR([linearLR({ start: 0, steps: 2 }), exponentialLR({ gamma: 0.5 })], [2]);
 * [rate(0, 1), rate(1, 1), rate(2, 1), rate(3, 1)]; // 0, 0.5, 1, 0.5
 * ```
 */
export function sequentialLR(schedules: readonly Schedule[], milestones: readonly number[]): Schedule {
  const rises = milestones.every((milestone, at) => at === 0 || milestone > milestones[at - 1]!);
  if (schedules.length !== milestones.length + 1 || !rises) {
    const expected = `one milestone less than the ${schedules.length} schedules, in rising order`;
    throw new NNError("option", `sequentialLR: expected ${expected}, got [${milestones.join(", ")}]`);
  }
  return (step, initialRate) => {
    const current = milestones.filter((milestone) => milestone <= step).length;
    const begin = current === 0 ? 0 : milestones[current - 1]!;
    return schedules[current]!(step - begin, initialRate);
  };
}
