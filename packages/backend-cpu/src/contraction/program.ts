import type { Contraction, Kernel } from "@nn/backend";
import { compileFormula } from "../execution/formulaProgram.ts";
import type { ProgramHost } from "../execution/host.ts";
import type { Program } from "../execution/program.ts";
import { Routine } from "../execution/routine.ts";
import { scratchLayout } from "../execution/scratchLayout.ts";
import { blocksNanoseconds, blocksValues, partsOf } from "./blocksRoutine.ts";
import { resultKernel } from "./result.ts";
import { prepare } from "./source.ts";
import type { Strategy } from "./strategy.ts";
import { panelBytes, taskOf, type Places, type Task } from "./task.ts";

/**
 * The program that follows a strategy: it fills the scratch that operands need, computes the sums block by block, and
 * where these are not the output already, makes the outputs of them.
 */
export function createProgram(
  kernel: Kernel,
  contraction: Contraction,
  strategy: Strategy,
  host: ProgramHost,
): Program {
  const { task, words } = taskOf(strategy, host.relaxedSimd);
  const panels = panelBytes(task);
  const rowSource = prepare(strategy.rows.operand.source, host);
  const columnSource = prepare(strategy.columns.operand.source, host);
  const result = strategy.isOutput ? undefined : compileFormula(resultKernel(kernel, contraction, strategy), host);
  const parts = partsOf(task, host);
  const blocks = new Routine({ kind: "blocks", task, parts }, host.memory);
  const nanoseconds = blocksNanoseconds(task);
  const layout = scratchLayout({
    tables: words.byteLength,
    rows: rowSource.bytes,
    columns: columnSource.bytes,
    panels: (panels.rows + panels.columns) * (parts === 1 ? 1 : host.threads),
    result: result ? strategy.outputSize * 4 : 0,
  });
  return {
    scratchBytes: layout.bytes,
    phases(run) {
      const { inputs, outputs, scratch } = run;
      const { starts } = layout;
      const sums = scratch + starts.result;
      const places: Places = {
        tables: scratch + starts.tables,
        rows: rowSource.address(inputs, scratch + starts.rows),
        columns: columnSource.address(inputs, scratch + starts.columns),
        panels: scratch + starts.panels,
        result: result ? sums : outputs[0]!,
      };
      new Int32Array(host.memory.buffer, places.tables, words.length).set(words);
      return [
        ...rowSource.phases(run, places.rows),
        ...columnSource.phases(run, places.columns),
        { routine: blocks, values: blocksValues(places), tasks: parts, nanoseconds },
        ...(result ? result.phases({ ...run, inputs: [...inputs, sums] }) : []),
      ];
    },
    source: () => listing(task, [rowSource.source(), columnSource.source(), result?.source() ?? ""]),
  };
}

function listing({ rows, columns, depth, batchOutput, blockLength, fused }: Task, parts: readonly string[]): string {
  const size = `${batchOutput.length} x [${rows.count}, ${depth}] . [${depth}, ${columns.count}]`;
  const head = `contraction ${size}, rows ${rows.access}, columns ${columns.access}, sums of ${blockLength}${fused ? ", fused" : ""}`;
  return [head, ...parts.filter((part) => part !== "")].join("\n");
}
