/**
 * Covers all columns with groups of four that are neighbours in the result, and in the operand too where that is read
 * directly. `undefined` if a run of neighbours is shorter than four columns.
 *
 * Groups come in pairs, which one tile computes. Those of a pair may overlap or be the same, but never overlap with a
 * group of another pair, so that adding to a stored result stays right.
 *
 * @param output where each column lies in the result
 * @param operand where each column lies in an operand that is read directly
 * @param padded whether the result has room for a group that is not full, which all columns are if they are fewer
 * @returns the first column of each group, pair after pair
 */
export function groupColumns(
  output: Int32Array,
  operand: Int32Array | undefined,
  padded: boolean,
): Int32Array | undefined {
  const count = output.length;
  const groups = new Int32Array(count + 4);
  let length = 0;
  let single = -1;
  const place = (first: number, second: number): void => {
    groups[length++] = first;
    groups[length++] = second;
  };
  for (let start = 0; start < count;) {
    const end = runEnd(start, output, operand);
    const partial = padded && count < 4 && operand === undefined;
    if (end - start < 4 && !partial) return undefined;
    const rest = (end - start) % 4;
    const overlapping = rest > 0 && !partial;
    const alone = overlapping ? end - rest - 4 : end;
    for (let column = start; column < alone; column += 4) {
      if (single >= 0) place(single, column);
      single = single >= 0 ? -1 : column;
    }
    if (overlapping) place(alone, end - 4);
    start = end;
  }
  if (single >= 0) place(single, single);
  return groups.slice(0, length);
}

function runEnd(start: number, output: Int32Array, operand: Int32Array | undefined): number {
  let end = start + 1;
  while (end < output.length && output[end] === output[end - 1]! + 1) {
    if (operand && operand[end] !== operand[end - 1]! + 1) break;
    end++;
  }
  return end;
}
