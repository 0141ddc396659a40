import type { Kernel } from "@nn/backend";
import { listing } from "../assembler/index.ts";
import { generate } from "../codegen/generate.ts";
import type { OutputLayout } from "../codegen/loopKernel.ts";
import { compileModule } from "./compileModule.ts";
import { nanosecondsOf } from "./cost.ts";
import { formulaTasks, type FormulaData } from "./formulaRoutine.ts";
import type { ProgramHost } from "./host.ts";
import type { Program } from "./program.ts";
import { Routine } from "./routine.ts";
import { isShared } from "./isShared.ts";

/** What a program that any thread runs alone needs to know. */
export type FormulaHost = Pick<ProgramHost, "memory" | "grain" | "relaxedSimd">;

/** What may be settled of a program beforehand. */
export interface FormulaOptions {
  readonly layout?: OutputLayout;
  /** An estimate of what a run takes one thread. */
  readonly nanoseconds?: number;
}

/** Compiles a kernel to WebAssembly, whatever its formula is. */
export function compileFormula(
  kernel: Kernel,
  { memory, grain, relaxedSimd }: FormulaHost,
  options: FormulaOptions = {},
): Program {
  if (kernel.shape.includes(0)) return { scratchBytes: 0, phases: () => [], source: () => "(nothing to compute)" };
  const { bytes, schedule, columns } = generate(kernel, {
    taskElements: grain.elements,
    sharedMemory: isShared(memory),
    relaxedSimd,
    ...(options.layout && { layout: options.layout }),
  });
  const { units, chunk, splitsColumns } = schedule;
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
