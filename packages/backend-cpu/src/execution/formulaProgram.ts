import type { Kernel } from "@nn/backend";
import { listing } from "../assembler/index.ts";
import { generate } from "../codegen/generate.ts";
import type { OutputLayout } from "../codegen/loopKernel.ts";
import { compileModule } from "./compileModule.ts";
import { nanosecondsOf } from "./cost.ts";
import { evenly } from "./evenly.ts";
import { formulaTasks, type FormulaData } from "./formulaRoutine.ts";
import type { ProgramHost } from "./host.ts";
import type { Program } from "./program.ts";
import { Routine } from "./routine.ts";
import { isShared } from "./isShared.ts";

/** What a program that any thread runs alone needs to know. */
export type FormulaHost = Pick<ProgramHost, "memory" | "threads" | "grain" | "relaxedSimd">;

/** What may be settled of a program beforehand. */
export interface FormulaOptions {
  readonly layout?: OutputLayout;
  /** An estimate of what a run takes one thread. */
  readonly nanoseconds?: number;
}

/** Code works on four columns at a time. */
const columnStep = 4;

/** Compiles a kernel to WebAssembly, whatever its formula is. */
export function compileFormula(
  kernel: Kernel,
  { memory, threads, grain, relaxedSimd }: FormulaHost,
  options: FormulaOptions = {},
): Program {
  if (kernel.shape.includes(0)) return { scratchBytes: 0, phases: () => [], source: () => "(nothing to compute)" };
  const { bytes, schedule, columns } = generate(kernel, {
    taskElements: grain.elements,
    sharedMemory: isShared(memory),
    relaxedSimd,
    ...(options.layout && { layout: options.layout }),
  });
  const { units, splitsColumns } = schedule;
  const chunk = splitsColumns
    ? evenly(columns, schedule.chunk, threads, columnStep)
    : evenly(units, schedule.chunk, threads);
  const module = compileModule(bytes, memory);
  const data: FormulaData = { kind: "formula", module, units, columns, splitsColumns, chunk };
  const routine = new Routine(data, memory);
  const tasks = formulaTasks(data);
  const nanoseconds = options.nanoseconds ?? nanosecondsOf(kernel, schedule.vectorAxis !== undefined);
  return {
    scratchBytes: 0,
    phases: ({ inputs, outputs, scalars }) => [
      { routine, values: [...inputs, ...outputs, ...scalars], tasks, nanoseconds },
    ],
    source: () => listing(bytes),
  };
}
