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
    let at = 0;
    for (const start of result) {
      for (const offset of own) next[at++] = start + offset;
    }
    result = next;
  }
  return result;
}

/** What a packer may load four at a time: whole groups of lanes, most groups along the depth, or neither. */
export function contiguity(lanes: Int32Array, depth: Int32Array): Contiguity {
  if (lanes.length >= 4 && consecutive(lanes) >= 0.9) return "lanes";
  return depth.length >= 4 && consecutive(depth) >= 0.5 ? "depth" : "none";
}

/** The share of aligned groups of four offsets that count up by one. */
function consecutive(offsets: Int32Array): number {
  const groups = Math.floor(offsets.length / 4);
  let runs = 0;
  for (let group = 0; group < groups; group++) {
    if (isRun(offsets, group * 4, 4)) runs++;
  }
  return runs / groups;
}

/** Whether `count` offsets from `start` on count up by one. */
export function isRun(offsets: Int32Array, start: number, count: number): boolean {
  for (let at = start + 1; at < start + count; at++) {
    if (offsets[at] !== offsets[at - 1]! + 1) return false;
  }
  return true;
}
