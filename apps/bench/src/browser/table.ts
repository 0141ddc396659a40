import type { RendererReport, Row } from "./comparison.ts";
import { median } from "../median.ts";
import { workloads, type Library } from "./workloads.ts";

const headings = ["workload", "first run", "ratio", "call to data", "ratio", "amortised", "ratio", "target", "largest difference"]; // prettier-ignore

/** A table for people: milliseconds of this project's library, those of TensorFlow.js, and how many times as many they are. */
export function describe(report: RendererReport): string {
  const rows = [headings, ...report.rows.map((row) => cells(row, report.renderer))];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join("  "),
  );
  const failures = report.rows.flatMap(({ name, error }) => (error ? [`${workloads[name].title}: ${error}`] : []));
  const title = `${report.renderer}: ${report.description}, Chromium ${report.browser}`;
  return [title, "ms, ours / TensorFlow.js; ratio: theirs / ours, medians", "", ...lines, ...failures].join("\n");
}

/** What is wrong with the values of a row: an error, or results too far from one another. */
export function faultOf({ name, error, difference }: Row): string | undefined {
  if (error !== undefined) return error;
  if (difference !== undefined && difference <= workloads[name].tolerance) return undefined;
  return `results differ by ${difference}, more than ${workloads[name].tolerance}`;
}

function cells(row: Row, renderer: RendererReport["renderer"]): string[] {
  const { title, targets } = workloads[row.name];
  const target = targets[renderer];
  const reached = row.amortised && ratioOf(row.amortised) >= target ? "✓" : "✗";
  return [
    title,
    ...pair(row.first),
    ...pair(row.calls),
    ...pair(row.amortised),
    `${target} ${reached}`,
    row.difference === undefined ? "error" : `${row.difference.toExponential(1)}${faultOf(row) ? " WRONG" : ""}`,
  ];
}

function pair(samples: Readonly<Record<Library, readonly number[]>> | undefined): [string, string] {
  if (!samples || samples.ours.length === 0) return ["–", "–"];
  return [`${format(median(samples.ours))} / ${format(median(samples.theirs))}`, ratioOf(samples).toFixed(2)];
}

/** How many times as long theirs takes. */
function ratioOf(samples: Readonly<Record<Library, readonly number[]>>): number {
  return median(samples.theirs) / median(samples.ours);
}

function format(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0);
}
