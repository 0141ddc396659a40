import { evaluateBinary, type Kernel } from "@nn/backend";
import { listing } from "./assembler/index.ts";
import { generate } from "./codegen/generate.ts";
import type { ContractionProgram } from "./contraction/host.ts";

/** What `run` of a generated module looks like from outside. */
type Run = (...values: number[]) => void;

/** Functions for which WebAssembly has no instruction. */
const hostFunctions = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  atan: Math.atan,
  power: (x: number, y: number): number => evaluateBinary("power", "float64", x, y),
  modulo: (x: number, y: number): number => evaluateBinary("modulo", "float64", x, y),
};

/** Compiles a kernel to WebAssembly, whatever its formula is. */
export function compileFormula(kernel: Kernel, memory: WebAssembly.Memory): ContractionProgram {
  if (kernel.shape.includes(0)) return { run: () => undefined, source: () => "(nothing to compute)" };
  const { bytes, schedule, columns } = generate(kernel);
  const module = new WebAssembly.Module(bytes);
  const instance = new WebAssembly.Instance(module, { env: { memory, ...hostFunctions } });
  const run = exportedRun(instance);
  const { units, chunk, splitsColumns } = schedule;
  return {
    run: (inputs, outputs, scalars) => {
      const values = [...inputs, ...outputs, ...scalars];
      if (splitsColumns) {
        for (let unit = 0; unit < units; unit++) {
          for (const [begin, end] of columnChunks(columns, chunk)) run(...values, unit, unit + 1, begin, end);
        }
      } else {
        for (let unit = 0; unit < units; unit += chunk) run(...values, unit, Math.min(unit + chunk, units), 0, columns);
      }
    },
    source: () => listing(bytes),
  };
}

/** Parts of `chunk` columns; the last may be up to four longer, since code works on four columns at a time. */
function columnChunks(columns: number, chunk: number): [number, number][] {
  const chunks: [number, number][] = [];
  for (let begin = 0; begin < columns;) {
    const end = columns - begin < chunk + 4 ? columns : begin + chunk;
    chunks.push([begin, end]);
    begin = end;
  }
  return chunks;
}

function exportedRun(instance: WebAssembly.Instance): Run {
  const { run } = instance.exports;
  if (!isRun(run)) throw new Error("compileFormula: the module exports no function");
  return run;
}

function isRun(value: unknown): value is Run {
  return typeof value === "function";
}
