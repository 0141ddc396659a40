import type { Workload } from "../workloads/workload.ts";

/** A library, started in a process of its own. */
export interface Device {
  /** Its version, and how it runs. */
  readonly description: string;
  /** @throws Unsupported what the library does not have */
  prepare(workload: Workload): Promise<Work>;
}

/** How to start a library. */
export interface StartOptions {
  /** `undefined`: as many as the library takes by itself. */
  readonly threads: number | undefined;
}

/** For descriptions. */
export function threadsText(count: number): string {
  return count === 1 ? "1 thread" : `${count} threads`;
}

/** One workload, with its inputs where the library has them. */
export interface Work {
  /** Until the result is complete in the library's own memory; the result is given up. */
  readonly compute?: () => Promise<void> | void;
  /** Until the result is in JavaScript. */
  readonly read: () => Promise<Float32Array>;
  /** The result as it is checked: channels first; of a training step, the losses of the first five without dropout. */
  readonly result: () => Promise<Float32Array>;
  readonly end: () => Promise<void> | void;
}

/** The library lacks what the workload needs. */
export class Unsupported extends Error {}

/** Steps of training whose losses are compared. */
export const checkedSteps = 5;
