import { NNError } from "@nn/backend";

/**
 * The learning rate as a function of how many epochs (or whatever is counted) have passed, and of the rate at the
 * beginning.
 */
export type Schedule = (step: number, initialRate: number) => number;

/** @throws NNError `option` unless it is an integer of at least 1 */
export function checkCount(schedule: string, option: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new NNError("option", `${schedule}: expected ${option} to be an integer of at least 1, got ${value}`);
}
