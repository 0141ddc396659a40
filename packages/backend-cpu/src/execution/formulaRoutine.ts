import { evaluateBinary } from "@nn/backend";
import type { RunTask } from "./routine.ts";

/** A module that was generated for one kernel, and how its work is divided. */
export interface FormulaData {
  readonly kind: "formula";
  readonly module: WebAssembly.Module;
  /** How many units of work there are. */
  readonly units: number;
  /** The size of the axis that tasks may split. */
  readonly columns: number;
  /** Whether tasks split the columns; otherwise they take units whole. */
  readonly splitsColumns: boolean;
  /** How many units, or columns of one unit, make a task. */
  readonly chunk: number;
}

/** Functions for which WebAssembly has no instruction. */
const hostFunctions = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  atan: Math.atan,
  power: (x: number, y: number): number => evaluateBinary("power", "float64", x, y),
  modulo: (x: number, y: number): number => evaluateBinary("modulo", "float64", x, y),
};

/** Values: the addresses of inputs and outputs, and the scalars. */
export function formulaRoutine(data: FormulaData, memory: WebAssembly.Memory): RunTask {
  const { units, columns, splitsColumns, chunk } = data;
  const run = formulaFunction(data.module, memory);
  if (!splitsColumns) {
    return (values, task) => run(...values, task * chunk, Math.min((task + 1) * chunk, units), 0, columns);
  }
  const parts = partsOf(columns, chunk);
  return (values, task) => {
    const part = task % parts;
    const unit = (task - part) / parts;
    run(...values, unit, unit + 1, part * chunk, part === parts - 1 ? columns : (part + 1) * chunk);
  };
}

/** The function of a module that `generate` made; see there for its parameters. */
export function formulaFunction(module: WebAssembly.Module, memory: WebAssembly.Memory): (...values: number[]) => void {
  const { run } = new WebAssembly.Instance(module, { env: { memory, ...hostFunctions } }).exports;
  if (!isFunction(run)) throw new Error("formulaFunction: the module exports no function");
  return run;
}

/** How many tasks that is. */
export function formulaTasks({ units, columns, splitsColumns, chunk }: FormulaData): number {
  return splitsColumns ? units * partsOf(columns, chunk) : Math.ceil(units / chunk);
}

/** Parts of `chunk` columns; the last may be up to four longer, since code works on four columns at a time. */
function partsOf(columns: number, chunk: number): number {
  return Math.max(1, Math.floor((columns - 4) / chunk) + 1);
}

function isFunction(value: unknown): value is (...values: number[]) => void {
  return typeof value === "function";
}
