import type { Kernel } from "@nn/backend";
import { compileFormula } from "../execution/formulaProgram.ts";
import type { ProgramHost } from "../execution/host.ts";
import type { Phase, ProgramRun } from "../execution/program.ts";
import { compileWindow } from "./window.ts";

/** An operand's storage: an input, or scratch and the program that fills it. */
export interface Source {
  /** Of scratch that it needs. */
  readonly bytes: number;
  /** Where it lies, if `scratch` is the scratch that it was given. */
  address(inputs: readonly number[], scratch: number): number;
  /** What makes it ready. */
  phases(run: ProgramRun, address: number): readonly Phase[];
  source(): string;
}

/** @param source the number of an input, or the kernel that computes the operand */
export function prepare(source: number | Kernel, host: ProgramHost): Source {
  if (typeof source === "number") {
    return { bytes: 0, address: (inputs) => inputs[source]!, phases: () => [], source: () => "" };
  }
  const program = compileWindow(source, host) ?? compileFormula(source, host);
  return {
    bytes: source.shape.reduce((product, size) => product * size, 4),
    address: (_, scratch) => scratch,
    phases: (run, address) => program.phases({ ...run, outputs: [address] }),
    source: () => program.source(),
  };
}
