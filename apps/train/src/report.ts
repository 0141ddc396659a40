import Table from "cli-table3";
import { worstPairs, type Confusion } from "./evaluate.ts";

/** What a run reached. */
export interface Outcome {
  readonly confusion: Confusion;
  /** Seconds for each phase, in order. */
  readonly phases: readonly (readonly [name: string, seconds: number])[];
  /** The most memory that the process held, in bytes. */
  readonly peakMemory: number;
  /** What the backend took from the system, in bytes. */
  readonly backendMemory: number;
}

/** The tables at the end of a run. */
export function report({ confusion, phases, peakMemory, backendMemory }: Outcome): string {
  const classes = table(["digit", "images", "recognised", "accuracy"]);
  confusion.counts.forEach((row, label) => {
    const images = row.reduce((sum, count) => sum + count, 0);
    classes.push([label, images, row[label]!, percent(row[label]!, images)]);
  });
  classes.push(["all", confusion.total, confusion.correct, percent(confusion.correct, confusion.total)]);
  const pairs = table(["digit", "taken for", "times"]);
  worstPairs(confusion, 5).forEach(({ label, prediction, count }) => pairs.push([label, prediction, count]));
  const costs = table(["phase", "time"]);
  phases.forEach(([name, seconds]) => costs.push([name, `${seconds.toFixed(2)} s`]));
  const memory = table(["memory", "bytes"]);
  memory.push(["process, at most", megabytes(peakMemory)], ["backend", megabytes(backendMemory)]);
  return [classes, ...(pairs.length > 0 ? [pairs] : []), costs, memory].map(String).join("\n");
}

/** The part of `whole` that `part` is: `98.76 %`. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(2)} %`;
}

/** A table whose columns but the first are aligned to the right, without colours. */
function table(head: readonly string[]): InstanceType<typeof Table> {
  const colAligns = head.map((_, column) => (column === 0 ? "left" : "right"));
  return new Table({ head: [...head], colAligns, style: { head: [], border: [], compact: true } });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
