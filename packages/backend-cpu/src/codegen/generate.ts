import { NNError, visitExpressions, type Expression, type Kernel } from "@nn/backend";
import { ModuleBuilder, type FunctionReference, type Local, type ValueType } from "../assembler/index.ts";
import { coalesce } from "./coalesce.ts";
import { defineDivisions } from "./division.ts";
import { emitKernel } from "./emitKernel.ts";
import { scalarType } from "./emitter.ts";
import { maximumAxes, maximumFolds } from "./frame.ts";
import { limitBelowMaximum } from "./belowMaximum.ts";
import { keepElements } from "./kept.ts";
import { loopKernelOf, type LoopKernel, type OutputLayout } from "./loopKernel.ts";
import { scheduleOf, type Schedule } from "./schedule.ts";
import { unrollFolds } from "./unroll.ts";

/** A module for one kernel, and how its function `run` is to be called. */
export interface Generated {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly schedule: Schedule;
  /** The size of the axis that calls may split. */
  readonly columns: number;
}

export interface GenerateOptions {
  /** The work of one call, in elements. */
  readonly taskElements: number;
  /** Whether the memory that the module imports is shared. */
  readonly sharedMemory: boolean;
  /** Whether it may use relaxed SIMD. */
  readonly relaxedSimd: boolean;
  /** Default: all in row-major order of the kernel's shape. */
  readonly layout?: OutputLayout;
}

/**
 * Functions that generated code may call where there is no instruction and no polynomial, by operator: one operand or
 * two, all doubles.
 */
export const hostOperands = { sin: 1, cos: 1, tan: 1, atan: 1, power: 2, modulo: 2 } as const;

/**
 * Generates WebAssembly for a kernel none of whose sizes is 0.
 *
 * The module exports `run(inputs..., outputs..., scalars..., begin, end, beginColumn, endColumn)`: the addresses of all
 * buffers, the scalars, and which units of work (and, where the schedule splits columns, which columns) to do.
 */
export function generate(kernel: Kernel, { taskElements, layout, ...moduleOptions }: GenerateOptions): Generated {
  const loops = limitBelowMaximum(keepElements(unrollFolds(coalesce(loopKernelOf(kernel, layout)))));
  checkLimits(loops);
  const schedule = scheduleOf(loops, taskElements);
  const module = new ModuleBuilder(moduleOptions);
  const roots = [...loops.outputs.map(({ value }) => value), ...loops.folds.flatMap((fold) => fold?.body ?? [])];
  const functions = importFunctions(module, roots);
  defineDivisions(module, roots, functions);
  const pointers: ValueType[] = [...kernel.inputs, ...kernel.outputs].map(() => "i32");
  const parameters = [...pointers, ...kernel.scalars.map(scalarType), "i32", "i32", "i32", "i32"] as const;
  module.function("run", parameters, [], (builder, locals) => {
    const [inputCount, pointerCount] = [kernel.inputs.length, pointers.length];
    const all = locals.map(({ index }): Local<"i32"> => ({ type: "i32", index }));
    const scalars = locals.slice(pointerCount, -4);
    const [begin, end, beginColumn, endColumn] = all.slice(-4);
    const bounds = { begin: begin!, end: end!, beginColumn: beginColumn!, endColumn: endColumn! };
    const environment = { sources: loops.sources, buffers: all.slice(0, pointerCount), inputCount, scalars, functions };
    emitKernel(builder, loops, schedule, environment, all.slice(inputCount, pointerCount), bounds);
  });
  return { bytes: module.finish(), schedule, columns: loops.shape.at(-1) ?? 1 };
}

function importFunctions(module: ModuleBuilder, roots: readonly Expression[]): Map<string, FunctionReference> {
  const functions = new Map<string, FunctionReference>();
  visitExpressions(roots, (expression) => {
    if ((expression.kind !== "unary" && expression.kind !== "binary") || expression.dtype !== "float32") return;
    const operands = Object.entries(hostOperands).find(([name]) => name === expression.operator)?.[1];
    if (operands === undefined || functions.has(expression.operator)) return;
    const parameters = operands === 1 ? (["f64"] as const) : (["f64", "f64"] as const);
    functions.set(expression.operator, module.importFunction(expression.operator, parameters, ["f64"]));
  });
  return functions;
}

function checkLimits(kernel: LoopKernel): void {
  const ranks = [kernel.shape.length, ...kernel.folds.map((fold) => fold?.extents.length ?? 0)];
  const rank = Math.max(...ranks);
  if (rank > maximumAxes) {
    throw new NNError("formula", `cpu: expected at most ${maximumAxes} axes that do not join, got ${rank}`);
  }
  if (kernel.folds.length > maximumFolds) {
    throw new NNError("formula", `cpu: expected at most ${maximumFolds} folds in a kernel, got ${kernel.folds.length}`);
  }
}
