import type { RunTask } from "../execution/routine.ts";
import { kernelsOf } from "./kernels.ts";

/** The sum of the results that a division along the depth keeps apart; see `Division`. */
export interface SumsData {
  readonly kind: "sums";
  /** How many results there are, at least two. */
  readonly count: number;
  /** Elements of each, a multiple of 4. */
  readonly size: number;
}

/** Elements that a task adds up. */
const elementsOfTask = 2048;

/** Values: the addresses of the first result and of the sum. */
export function sumsRoutine({ count, size }: SumsData, memory: WebAssembly.Memory): RunTask {
  const add = kernelsOf(memory).addResults();
  return ([results, target], task) => {
    const start = task * elementsOfTask;
    const elements = Math.min(elementsOfTask, size - start);
    add(results! + start * 4, size * 4, count, target! + start * 4, elements / 4);
  };
}

export function sumsTasks({ size }: SumsData): number {
  return Math.ceil(size / elementsOfTask);
}

/** What the sum takes one thread, in nanoseconds. */
export function sumsNanoseconds({ count, size }: SumsData): number {
  return count * size * 0.15;
}
