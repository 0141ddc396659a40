/** A point of a curve, in the units of the axes. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * A running mean that forgets: each new value counts for `1 - keep` of it. The first values are weighed as if there had
 * been nothing before, so that the mean starts at the first value.
 */
export function smooth(points: readonly CurvePoint[], keep: number): CurvePoint[] {
  let [mean, weight] = [0, 0];
  return points.map(({ x, y }) => {
    mean = keep * mean + (1 - keep) * y;
    weight = keep * weight + (1 - keep);
    return { x, y: mean / weight };
  });
}

/** At most `limit` points: each the mean of as many neighbours. */
export function thin(points: readonly CurvePoint[], limit: number): readonly CurvePoint[] {
  if (points.length <= limit) return points;
  const size = Math.ceil(points.length / limit);
  return Array.from({ length: Math.ceil(points.length / size) }, (_, part) => {
    const group = points.slice(part * size, (part + 1) * size);
    return { x: group.at(-1)!.x, y: group.reduce((sum, { y }) => sum + y, 0) / group.length };
  });
}

/** The `d` attribute of a path through the points. */
export function pathThrough(points: readonly CurvePoint[]): string {
  return points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}
