import type { Contraction, Kernel } from "@nn/backend";
import { compileFormula } from "../execution/formulaProgram.ts";
import type { ProgramHost } from "../execution/host.ts";
import type { Phase, Program } from "../execution/program.ts";
import { Routine } from "../execution/routine.ts";
import { scratchLayout } from "../execution/scratchLayout.ts";
import { blocksNanoseconds, blocksValues } from "./blocksRoutine.ts";
import { divisionOf, resultsOf, type Division } from "./division.ts";
import { resultKernel } from "./result.ts";
import { prepare } from "./source.ts";
import { sumsNanoseconds, sumsTasks, type SumsData } from "./sumsRoutine.ts";
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
  const division = divisionOf(task, host);
  const blocks = compileBlocks(task, division, host);
  const layout = scratchLayout({
    tables: words.byteLength,
    rows: rowSource.bytes,
    columns: columnSource.bytes,
    panels: (panels.rows + panels.columns) * (division.parts === 1 ? 1 : host.threads),
    result: result ? task.resultSize * 4 : 0,
    apart: blocks.scratchBytes,
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
        ...blocks.phases(places, scratch + starts.apart),
        ...(result ? result.phases({ ...run, inputs: [...inputs, sums] }) : []),
      ];
    },
    source: () => listing(task, [rowSource.source(), columnSource.source(), result?.source() ?? ""]),
  };
}

/** The sums, and the scratch that they need if those of each block are kept apart. */
function compileBlocks(
  task: Task,
  division: Division,
  { memory }: ProgramHost,
): { scratchBytes: number; phases(places: Places, apart: number): Phase[] } {
  const blocks = new Routine({ kind: "blocks", task, division }, memory);
  const nanoseconds = blocksNanoseconds(task);
  const phase = (places: Places): Phase => ({
    routine: blocks,
    values: blocksValues(places),
    tasks: division.parts,
    nanoseconds,
  });
  const count = resultsOf(task, division);
  if (count === 1) return { scratchBytes: 0, phases: (places) => [phase(places)] };
  const data: SumsData = { kind: "sums", count, size: task.resultSize };
  const sums = new Routine(data, memory);
  return {
    scratchBytes: count * task.resultSize * 4,
    phases: (places, apart) => [
      phase({ ...places, result: apart }),
      {
        routine: sums,
        values: [apart, places.result],
        tasks: sumsTasks(data),
        nanoseconds: sumsNanoseconds(data),
      },
    ],
  };
}

function listing({ rows, columns, depth, batchOutput, blockLength, fused }: Task, parts: readonly string[]): string {
  const size = `${batchOutput.length} x [${rows.count}, ${depth}] . [${depth}, ${columns.count}]`;
  const head = `contraction ${size}, rows ${rows.access}, columns ${columns.access}, sums of ${blockLength}${fused ? ", fused" : ""}`;
  return [head, ...parts.filter((part) => part !== "")].join("\n");
}
