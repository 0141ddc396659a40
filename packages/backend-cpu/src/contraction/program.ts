import type { Kernel } from "@nn/backend";
import type { Contraction } from "./axes.ts";
import { blockLengthOf } from "./blockLength.ts";
import { panelBytes, runBlocks, type Places } from "./blocks.ts";
import type { ContractionHost, ContractionProgram } from "./host.ts";
import { kernelsOf } from "./kernels.ts";
import type { Operand } from "./operand.ts";
import { resultKernel } from "./result.ts";
import type { Strategy } from "./strategy.ts";
import { tablesOf } from "./tables.ts";
import { compileWindow } from "./window.ts";

/**
 * The program that follows a strategy: it fills the scratch that operands need, computes the sums block by block, and
 * where these are not the output already, makes the outputs of them.
 */
export function createProgram(
  kernel: Kernel,
  contraction: Contraction,
  strategy: Strategy,
  host: ContractionHost,
): ContractionProgram {
  const { rows, columns } = strategy;
  const blockLength = blockLengthOf(rows.depth.length);
  const tables = tablesOf(strategy, blockLength);
  const panels = panelBytes(strategy, blockLength);
  const rowSource = prepare(rows.operand, host);
  const columnSource = prepare(columns.operand, host);
  const result = strategy.inOrder ? undefined : host.compileElementwise(resultKernel(kernel, contraction, strategy));
  const sizes = [
    tables.words.byteLength,
    rowSource.bytes,
    columnSource.bytes,
    panels.rows,
    panels.columns,
    result ? strategy.outputSize * 4 : 0,
  ];
  const starts = sizes.map((_, part) => sizes.slice(0, part).reduce((sum, size) => sum + aligned(size), 0));
  const total = sizes.reduce((sum, size) => sum + aligned(size), 0);
  return {
    run(inputs, outputs, scalars) {
      const scratch = host.allocateScratch(total);
      try {
        const [tableAddress, rowAddress, columnAddress, packedRows, packedColumns, sums] = starts.map(
          (start) => scratch + start,
        ) as [number, number, number, number, number, number];
        new Int32Array(host.memory.buffer, tableAddress, tables.words.length).set(tables.words);
        const places: Places = {
          tables: tableAddress,
          rows: rowSource.fill(inputs, rowAddress, scalars),
          columns: columnSource.fill(inputs, columnAddress, scalars),
          packedRows,
          packedColumns,
          result: result ? sums : outputs[0]!,
        };
        runBlocks(strategy, tables, blockLength, kernelsOf(host.memory), places);
        result?.run([...inputs, sums], outputs, scalars);
      } finally {
        host.freeScratch(scratch);
      }
    },
    source: () => listing(strategy, blockLength, [rowSource.source(), columnSource.source(), result?.source() ?? ""]),
  };
}

/** An operand's storage: an input, or scratch and the program that fills it. */
interface Source {
  /** Of scratch that it needs. */
  readonly bytes: number;
  /** Makes it ready and gives its address. */
  fill(inputs: readonly number[], scratch: number, scalars: readonly number[]): number;
  source(): string;
}

function prepare(operand: Operand, host: ContractionHost): Source {
  const { source } = operand;
  if (typeof source === "number") return { bytes: 0, fill: (inputs) => inputs[source]!, source: () => "" };
  const program = compileWindow(source, host) ?? host.compileElementwise(source);
  return {
    bytes: source.shape.reduce((product, size) => product * size, 4),
    fill(inputs, scratch, scalars) {
      program.run(inputs, [scratch], scalars);
      return scratch;
    },
    source: () => program.source(),
  };
}

function listing({ rows, columns, batchOutput }: Strategy, blockLength: number, parts: readonly string[]): string {
  const size = `${batchOutput.length} x [${rows.lanes.length}, ${rows.depth.length}] . [${rows.depth.length}, ${columns.lanes.length}]`;
  const head = `contraction ${size}, rows ${rows.access}, columns ${columns.access}, sums of ${blockLength}`;
  return [head, ...parts.filter((part) => part !== "")].join("\n");
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
