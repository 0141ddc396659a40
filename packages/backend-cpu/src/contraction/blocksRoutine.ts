import type { RunTask } from "../execution/routine.ts";
import { runBlocks } from "./blocks.ts";
import type { Division } from "./division.ts";
import { kernelsOf, type ContractionKernels } from "./kernels.ts";
import type { Places, Task } from "./task.ts";

/** The sums of a contraction. */
export interface BlocksData {
  readonly kind: "blocks";
  readonly task: Task;
  /** Each part is a task of the phase. */
  readonly division: Division;
}

/** Values: see `blocksValues`. */
export function blocksRoutine({ task, division }: BlocksData, memory: WebAssembly.Memory): RunTask {
  const kernels = kernelsOf(memory);
  compileAll(task, kernels);
  return ([tables, rows, columns, panels, result], index, thread) => {
    const places: Places = { tables: tables!, rows: rows!, columns: columns!, panels: panels!, result: result! };
    runBlocks(task, kernels, places, division, index, thread);
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

/** What the sums take one thread, in nanoseconds. */
export function blocksNanoseconds({ batchOutput, rows, columns, depth }: Task): number {
  return batchOutput.length * rows.count * columns.count * depth * 0.055;
}
