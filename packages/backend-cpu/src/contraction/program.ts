import type { Contraction, Kernel } from "@nn/backend";
import { runBlocks } from "./blocks.ts";
import type { ContractionHost, ContractionProgram } from "./host.ts";
import { kernelsOf } from "./kernels.ts";
import type { Operand } from "./operand.ts";
import { resultKernel } from "./result.ts";
import type { Strategy } from "./strategy.ts";
import { panelBytes, taskOf, type Places, type Task } from "./task.ts";
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
  const { task, words } = taskOf(strategy);
  const panels = panelBytes(task);
  const rowSource = prepare(strategy.rows.operand, host);
  const columnSource = prepare(strategy.columns.operand, host);
  const result = strategy.isOutput ? undefined : host.compileElementwise(resultKernel(kernel, contraction, strategy));
  const layout = layoutOf({
    tables: words.byteLength,
    rows: rowSource.bytes,
    columns: columnSource.bytes,
    panels: panels.rows + panels.columns,
    result: result ? strategy.outputSize * 4 : 0,
  });
  return {
    run(inputs, outputs, scalars) {
      const scratch = host.allocateScratch(layout.bytes);
      try {
        const tables = scratch + layout.starts.tables;
        const sums = scratch + layout.starts.result;
        new Int32Array(host.memory.buffer, tables, words.length).set(words);
        runBlocks(task, kernelsOf(host.memory), {
          tables,
          rows: rowSource.fill(inputs, scratch + layout.starts.rows, scalars),
          columns: columnSource.fill(inputs, scratch + layout.starts.columns, scalars),
          panels: scratch + layout.starts.panels,
          result: result ? sums : outputs[0]!,
        });
        result?.run([...inputs, sums], outputs, scalars);
      } finally {
        host.freeScratch(scratch);
      }
    },
    source: () => listing(task, [rowSource.source(), columnSource.source(), result?.source() ?? ""]),
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

/** What programs may write behind the end of what they compute. */
const slackBytes = 64;

/** Where each place starts within the scratch, and the bytes of all. */
function layoutOf(sizes: Places): { starts: Places; bytes: number } {
  let bytes = 0;
  const place = (size: number): number => {
    const start = bytes;
    if (size > 0) bytes += Math.ceil((size + slackBytes) / 64) * 64;
    return start;
  };
  const starts: Places = {
    tables: place(sizes.tables),
    rows: place(sizes.rows),
    columns: place(sizes.columns),
    panels: place(sizes.panels),
    result: place(sizes.result),
  };
  return { starts, bytes };
}

function listing({ rows, columns, depth, batchOutput, blockLength }: Task, parts: readonly string[]): string {
  const size = `${batchOutput.length} x [${rows.count}, ${depth}] . [${depth}, ${columns.count}]`;
  const head = `contraction ${size}, rows ${rows.access}, columns ${columns.access}, sums of ${blockLength}`;
  return [head, ...parts.filter((part) => part !== "")].join("\n");
}
