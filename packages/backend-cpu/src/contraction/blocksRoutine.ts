import type { RunTask } from "../execution/routine.ts";
import { runBlocks } from "./blocks.ts";
import { kernelsOf } from "./kernels.ts";
import type { Places, Task } from "./task.ts";

/** The sums of a contraction. */
export interface BlocksData {
  readonly kind: "blocks";
  readonly task: Task;
  /** How many parts the work is divided into: each is a task of the phase. */
  readonly parts: number;
}

/** Values: see `blocksValues`. */
export function blocksRoutine({ task, parts }: BlocksData, memory: WebAssembly.Memory): RunTask {
  const kernels = kernelsOf(memory);
  return ([tables, rows, columns, panels, result], index, thread) => {
    const places: Places = { tables: tables!, rows: rows!, columns: columns!, panels: panels!, result: result! };
    runBlocks(task, kernels, places, { index, count: parts }, thread);
  };
}

/** The values of a phase that computes these sums. */
export function blocksValues({ tables, rows, columns, panels, result }: Places): readonly number[] {
  return [tables, rows, columns, panels, result];
}

/** How many pairs of column groups a part has at least, so that packing rows anew for each costs little. */
const pairsOfPart = 64;

/** How many parts are best for so many threads: each at least one, and more of them where that costs little. */
export function partsOf({ pairs, batchOutput, rows, columns, depth }: Task, threads: number): number {
  if (threads === 1) return 1;
  const products = batchOutput.length * rows.count * columns.count * depth;
  const worthwhile = Math.floor(products / productsOfPart);
  const most = Math.max(threads, Math.min(4 * threads, Math.floor(pairs / pairsOfPart)));
  return Math.max(1, Math.min(worthwhile, most));
}

/** How many multiplications a part has at least: some 25 microseconds. */
const productsOfPart = 500_000;

/** What the sums take one thread, in nanoseconds. */
export function blocksNanoseconds({ batchOutput, rows, columns, depth }: Task): number {
  return batchOutput.length * rows.count * columns.count * depth * 0.055;
}
