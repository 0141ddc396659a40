import { isRun } from "./enumerate.ts";

/**
 * Two groups of four columns that one tile computes, each by its first column. The groups may be the same one. They may
 * overlap, but never with a group of another pair, so that adding to a stored result stays right.
 */
export interface ColumnPair {
  readonly first: number;
  readonly second: number;
}

/**
 * Covers all columns with groups of four that are neighbours in the result, and in the operand too where that is read
 * directly. `undefined` if a run of neighbours is shorter than four columns.
 *
 * @param output where each column lies in the result
 * @param operand where each column lies in an operand that is read directly
 * @param padded whether the result has room for a last group that is not full
 */
export function groupColumns(
  output: Int32Array,
  operand: Int32Array | undefined,
  padded: boolean,
): readonly ColumnPair[] | undefined {
  const groups: number[] = [];
  const pairs: ColumnPair[] = [];
  for (let start = 0; start < output.length; ) {
    const end = runEnd(start, output, operand);
    const last = padded && end === output.length && operand === undefined;
    if (end - start < 4 && !last) return undefined;
    const full = start + Math.floor((end - start) / 4) * 4;
    const overlapping = full < end && !last;
    const alone = overlapping ? full - 4 : last ? end : full;
    for (let column = start; column < alone; column += 4) groups.push(column);
    if (overlapping) pairs.push({ first: alone, second: end - 4 });
    start = end;
  }
  for (let at = 0; at < groups.length; at += 2) {
    pairs.push({ first: groups[at]!, second: groups[at + 1] ?? groups[at]! });
  }
  return pairs.sort((a, b) => a.first - b.first);
}

function runEnd(start: number, output: Int32Array, operand: Int32Array | undefined): number {
  let end = start + 1;
  while (end < output.length && isRun(output, end - 1, 2) && (!operand || isRun(operand, end - 1, 2))) end++;
  return end;
}
