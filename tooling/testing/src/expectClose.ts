/** How far numbers may be apart: `|actual - expected| <= absolute + relative * |expected|`. */
export interface Tolerance {
  /** In proportion to the expected number. Default: 1e-5. */
  readonly relative?: number;
  /** Whatever the expected number. Default: 1e-6. */
  readonly absolute?: number;
}

/**
 * Compares numbers one by one. NaN must meet NaN, an infinity the same infinity; the sign of zero does not matter.
 *
 * @throws Error that shows the first differences and counts them all
 */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: Tolerance = {}): void {
  if (actual.length !== expected.length) {
    throw failure(`expected ${expected.length} numbers, got ${actual.length}`);
  }
  const positions = Array.from({ length: expected.length }, (_, position) => position);
  const differing = positions.filter((position) => !isClose(actual[position]!, expected[position]!, tolerance));
  if (differing.length === 0) return;
  const shown = differing.slice(0, 5).map((position) => describe(position, actual[position]!, expected[position]!));
  const more = differing.length > shown.length ? ["…"] : [];
  const head = `${differing.length} of ${expected.length} numbers differ by more than ${describeTolerance(tolerance)}:`;
  throw failure([head, ...shown, ...more].join("\n  "));
}

function isClose(actual: number, expected: number, { relative = 1e-5, absolute = 1e-6 }: Tolerance): boolean {
  if (actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return true;
  if (!Number.isFinite(expected)) return false;
  return Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
}

function describe(position: number, actual: number, expected: number): string {
  const distance = Math.abs(actual - expected).toExponential(2);
  return `at ${position}: expected ${expected}, got ${actual} (apart by ${distance})`;
}

function describeTolerance({ relative = 1e-5, absolute = 1e-6 }: Tolerance): string {
  return `${absolute} + ${relative} * |expected|`;
}

/** An error that points to the line of the test. */
function failure(message: string): Error {
  const error = new Error(message);
  error.name = "NotClose";
  Error.captureStackTrace?.(error, expectClose);
  return error;
}
