import type { ProgramHost } from "../execution/host.ts";
import type { RunTask } from "../execution/routine.ts";
import { runBlocks } from "./blocks.ts";
import { kernelsOf, type ContractionKernels } from "./kernels.ts";
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
  compileAll(task, kernels);
  return ([tables, rows, columns, panels, result], index, thread) => {
    const places: Places = { tables: tables!, rows: rows!, columns: columns!, panels: panels!, result: result! };
    runBlocks(task, kernels, places, { index, count: parts }, thread);
  };
}

/** Compiles what the task will call now, and not in its first run. */
function compileAll({ rows, columns, fused }: Task, kernels: ContractionKernels): void {
  kernels.microKernels({ rows: rows.access, columns: columns.access, fused });
  if (columns.access === "packed") kernels.packer(columns.contiguity);
  if (rows.access === "packed") for (const contiguity of [rows.contiguity, "none"] as const) kernels.packer(contiguity);
}

/** The values of a phase that computes these sums. */
export function blocksValues({ tables, rows, columns, panels, result }: Places): readonly number[] {
  return [tables, rows, columns, panels, result];
}

/** How many pairs of column groups a part has at least, so that packing rows anew for each costs little. */
const pairsOfPart = 64;
/** How many multiplications take as long as the work on one element of other kernels. */
const productsOfElement = 16;

/** How many parts are best: each at least one task's work, and more than there are threads where that costs little. */
export function partsOf(
  { pairs, batchOutput, rows, columns, depth }: Task,
  { threads, grain }: Pick<ProgramHost, "threads" | "grain">,
): number {
  if (threads === 1) return 1;
  const products = batchOutput.length * rows.count * columns.count * depth;
  const worthwhile = Math.floor(products / (grain.elements * productsOfElement));
  const most = Math.max(threads, Math.min(4 * threads, Math.floor(pairs / pairsOfPart)));
  return Math.max(1, Math.min(worthwhile, most));
}

/** What the sums take one thread, in nanoseconds. */
export function blocksNanoseconds({ batchOutput, rows, columns, depth }: Task): number {
  return batchOutput.length * rows.count * columns.count * depth * 0.055;
}
