import { isRun } from "./enumerate.ts";
import { rowGroups, type Side, type Strategy } from "./strategy.ts";

/**
 * The offset tables that the kernels of a contraction walk, all in one array of int32 that is copied to the heap for a
 * run. Offsets are in bytes; positions below count elements of `words`.
 */
export interface Tables {
  readonly words: Int32Array;
  /** Two words a row: its offset in a direct operand, and in the result. */
  readonly rows: number;
  /** Four words a pair of groups of columns: the first one's offsets in a direct operand and in the result, the second one's. */
  readonly pairs: number;
  /** One word a step: its offset in the direct operand. Unused if both are packed. */
  readonly depth: number;
  /** What the packers walk; of a direct side, unused. */
  readonly rowPacking: PackingTables;
  readonly columnPacking: PackingTables;
}

/** Four words for each group of four lanes, and one for each step, odd where a packer may load this step and three more. */
export interface PackingTables {
  readonly lanes: number;
  readonly depth: number;
}

/** The tables of a strategy. */
export function tablesOf(strategy: Strategy, blockLength: number): Tables {
  const { rows, columns, columnGroups, rowOutput } = strategy;
  const parts: Int32Array[] = [];
  let length = 0;
  const place = (part: Int32Array): number => {
    parts.push(part);
    length += part.length;
    return length - part.length;
  };
  const direct = rows.access === "direct" ? rows : columns.access === "direct" ? columns : undefined;
  const positions = {
    rows: place(interleave([rows.lanes, rowOutput], rowOutput.length)),
    pairs: place(pairTable(strategy)),
    depth: direct ? place(bytes(direct.depth)) : 0,
    rowPacking: placePacking(rows, rowGroups(rows.lanes.length), blockLength, place),
    columnPacking: placePacking(columns, columnGroups, blockLength, place),
  };
  const words = new Int32Array(length);
  let at = 0;
  for (const part of parts) {
    words.set(part, at);
    at += part.length;
  }
  return { words, ...positions };
}

function pairTable({ columns, columnGroups, columnOutput }: Strategy): Int32Array {
  const table = new Int32Array(columnGroups.length * 2);
  for (let group = 0; group < columnGroups.length; group++) {
    const first = columnGroups[group]!;
    table[group * 2] = columns.lanes[first]! * 4;
    table[group * 2 + 1] = columnOutput[first]! * 4;
  }
  return table;
}

function placePacking(
  { access, lanes, depth, contiguity }: Side,
  groups: Int32Array,
  blockLength: number,
  place: (part: Int32Array) => number,
): PackingTables {
  if (access === "direct") return { lanes: 0, depth: 0 };
  const last = lanes.length - 1;
  const table = new Int32Array(groups.length * 4);
  groups.forEach((first, group) => {
    for (let lane = 0; lane < 4; lane++) table[group * 4 + lane] = lanes[Math.min(first + lane, last)]! * 4;
  });
  const steps = bytes(depth);
  if (contiguity === "depth") markRuns(depth, steps, blockLength);
  return { lanes: place(table), depth: place(steps) };
}

/** Makes the offset odd wherever a packer, going from the start of a block, can take four steps at once. */
function markRuns(depth: Int32Array, steps: Int32Array, blockLength: number): void {
  for (let start = 0; start < depth.length; start += blockLength) {
    const end = Math.min(start + blockLength, depth.length);
    for (let at = start; at < end;) {
      const run = at + 4 <= end && isRun(depth, at);
      if (run) steps[at] = steps[at]! + 1;
      at += run ? 4 : 1;
    }
  }
}

function bytes(offsets: Int32Array): Int32Array {
  const result = new Int32Array(offsets.length);
  for (let at = 0; at < offsets.length; at++) result[at] = offsets[at]! * 4;
  return result;
}

function interleave(columns: readonly Int32Array[], length: number): Int32Array {
  const table = new Int32Array(length * columns.length);
  columns.forEach((column, position) => {
    for (let at = 0; at < length; at++) table[at * columns.length + position] = column[at]! * 4;
  });
  return table;
}
