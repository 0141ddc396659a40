import type { CaseTensor, Tolerance } from "./case.ts";

/** What came out: numbers in row-major order. */
export interface Actual {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/**
 * How `actual` differs from `expected`, for people; `undefined` if it does not. NaN must meet NaN, an infinity the same
 * infinity; −0 equals 0.
 */
export function compare(actual: Actual, expected: CaseTensor, tolerance: Tolerance): string | undefined {
  const [wanted, got] = [expected, actual].map(({ dtype, shape }) => `${dtype} [${shape.join(", ")}]`);
  if (wanted !== got) return `expected ${wanted}, got ${got}`;
  if (actual.data.length !== expected.data.length) {
    return `expected ${expected.data.length} numbers, got ${actual.data.length}`;
  }
  const positions = [...expected.data.keys()];
  const differing = positions.filter((at) => !isClose(actual.data[at]!, expected.data[at]!, tolerance));
  const [first] = differing;
  if (first === undefined) return undefined;
  const distances = differing.map((at) => Math.abs(actual.data[at]! - expected.data[at]!)).filter(Number.isFinite);
  const apart = distances.length > 0 ? `, by up to ${Math.max(...distances).toPrecision(3)}` : "";
  return (
    `at ${first}: expected ${expected.data[first]}, got ${actual.data[first]} ` +
    `(${differing.length} of ${positions.length} differ${apart})`
  );
}

/** Whether a number is as near as `tolerance` asks. */
export function isClose(actual: number, expected: number, { relative, absolute }: Tolerance): boolean {
  if (actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return true;
  if (!Number.isFinite(expected)) return false;
  return Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
}
