/** From the numbers of a domain to those of a range, in a straight line. */
export function linearScale(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
): (value: number) => number {
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** Round numbers from 0 to at least `highest`, about `count` steps: for an axis. */
export function niceTicks(highest: number, count: number): number[] {
  const rough = highest / count;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * magnitude >= rough * 0.999) ?? 10;
  const step = factor * magnitude;
  const steps = Math.ceil((highest / step) * 0.9999);
  return Array.from({ length: steps + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}
