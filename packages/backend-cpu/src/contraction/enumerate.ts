/** Which elements that follow one another in a panel also do so in memory. */
export type Contiguity = "lanes" | "depth" | "none";

/**
 * The offsets of all positions of a few loops, in row-major order.
 *
 * @param loops the loops, by their positions in `offsets`
 * @param offsets for each loop, the offset of each of its positions
 */
export function enumerate(loops: readonly number[], offsets: readonly Int32Array[]): Int32Array {
  let result = new Int32Array(1);
  for (const loop of loops) {
    const own = offsets[loop]!;
    const next = new Int32Array(result.length * own.length);
    for (let start = 0, at = 0; start < result.length; start++) {
      const base = result[start]!;
      for (let position = 0; position < own.length; position++) next[at++] = base + own[position]!;
    }
    result = next;
  }
  return result;
}

/**
 * What a packer may load four at a time: all full groups of lanes, most groups along the depth, or neither.
 *
 * @param groups the first lane of each group
 */
export function contiguity(lanes: Int32Array, groups: Int32Array, depth: Int32Array): Contiguity {
  if (lanes.length >= 4 && groups.every((first) => first + 4 > lanes.length || isRun(lanes, first))) return "lanes";
  return depth.length >= 4 && mostlyRuns(depth) ? "depth" : "none";
}

/** Whether the four offsets from `start` on count up by one. */
export function isRun(offsets: Int32Array, start: number): boolean {
  const first = offsets[start]!;
  return offsets[start + 1] === first + 1 && offsets[start + 2] === first + 2 && offsets[start + 3] === first + 3;
}

/** Whether at least half of the aligned groups of four offsets, among the first few hundred, count up by one. */
function mostlyRuns(offsets: Int32Array): boolean {
  const groups = Math.min(Math.floor(offsets.length / 4), 256);
  let runs = 0;
  for (let group = 0; group < groups; group++) {
    if (isRun(offsets, group * 4)) runs++;
  }
  return runs * 2 >= groups;
}

/** The offsets 0, `step`, 2 · `step`, … */
export function multiples(count: number, step: number): Int32Array {
  const offsets = new Int32Array(count);
  for (let at = 1; at < count; at++) offsets[at] = at * step;
  return offsets;
}
