import type { Cell, Report, Row } from "./comparison/report.ts";
import { median } from "./median.ts";
import type { PeerName } from "./peers/index.ts";

/** The report for people. */
export function describe(report: Report): string {
  return [describeMachine(report), "", describeRows(report), ...describeFaults(report.rows)].join("\n");
}

function describeMachine({ machine, libraries }: Report): string {
  const { processor, copy, multiplyAdd } = machine;
  const limits = `one thread in WebAssembly: copies ${copy.toFixed(1)} GB/s, multiplies and adds ${multiplyAdd.toFixed(1)} GFLOP/s`;
  const width = Math.max(...libraries.map(({ name }) => name.length));
  const lines = libraries.map(
    ({ name, description, started }) => `${name.padEnd(width)}  ${started ? "" : "DID NOT START: "}${description}`,
  );
  return [`${processor}; ${limits}`, ...lines].join("\n");
}

function describeRows({ libraries, rows }: Report): string {
  const names = libraries.filter(({ started }) => started).map(({ name }) => name);
  const cells = [["ms: median / minimum, times ours", "", ...names], ...rows.map((row) => cellsOf(row, names))];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) => row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join("  "))
    .join("\n");
}

function cellsOf(row: Row, names: readonly PeerName[]): string[] {
  const cell = (name: PeerName): Cell | undefined => row.cells.find(({ library }) => library === name);
  const ours = cell("ours");
  const reference = ours?.kind === "measured" ? median(ours.samples) : NaN;
  return [row.title, row.mode, ...names.map((name) => text(cell(name), reference))];
}

function text(cell: Cell | undefined, reference: number): string {
  switch (cell?.kind) {
    case undefined:
    case "unsupported":
      return "–";
    case "failed":
      return "FAILED";
    case "wrong":
      return "WRONG";
    case "measured": {
      const middle = median(cell.samples);
      const times = `${format(middle)} / ${format(Math.min(...cell.samples))}`;
      return cell.library === "ours" ? times : `${times} ${(middle / reference).toFixed(2).padStart(5)}×`;
    }
  }
}

/** Why cells have no numbers, once for each workload. */
function describeFaults(rows: readonly Row[]): string[] {
  const lines = rows.flatMap(({ title, cells }) =>
    cells.flatMap((cell) => {
      if (cell.kind === "measured" || cell.kind === "unsupported") return [];
      const verdict = cell.kind === "wrong" ? "WRONG RESULT, left out" : "FAILED";
      return [`${verdict}: ${cell.library}, ${title}: ${cell.reason}`];
    }),
  );
  return lines.length > 0 ? ["", ...new Set(lines)] : [];
}

/** Three digits or more. */
function format(milliseconds: number): string {
  if (milliseconds >= 100) return milliseconds.toFixed(0);
  return milliseconds < 0.1 ? milliseconds.toFixed(4) : milliseconds.toPrecision(3);
}
