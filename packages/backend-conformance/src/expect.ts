import { NNError, type DType, type ErrorCode, type TypedArray } from "@nn/backend";
import type { Tolerance } from "./tolerance.ts";

/** @throws Error unless `holds` */
export function expectThat(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}

/** How two arrays are compared. */
export interface Comparison extends Partial<Tolerance> {
  /** Whether 0 and −0 differ. Default: false. */
  readonly signedZeros?: boolean;
}

/**
 * Compares numbers one by one: NaN with NaN, an infinity with the same one.
 *
 * @throws Error with the first differences
 */
export function expectNumbers(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string | ((position: number) => string),
  comparison: Comparison = {},
): void {
  const name = (position: number): string => (typeof what === "string" ? `${what}, at ${position}` : what(position));
  if (actual.length !== expected.length) {
    throw new Error(`${name(0)}: expected ${expected.length} numbers, got ${actual.length}`);
  }
  const differing: string[] = [];
  let count = 0;
  for (let position = 0; position < expected.length; position++) {
    const [a, e] = [actual[position]!, expected[position]!];
    if (isClose(a, e, comparison)) continue;
    if (count++ < 5) differing.push(`${name(position)}: expected ${show(e)}, got ${show(a)}`);
  }
  if (count > 0) throw new Error(`${count} of ${expected.length} numbers differ:\n${differing.join("\n")}`);
}

/** @throws Error unless the array is of the type that carries `dtype`, and holds these numbers */
export function expectArray(actual: TypedArray, expected: TypedArray, what: string, comparison?: Comparison): void {
  const [got, wanted] = [actual.constructor.name, expected.constructor.name];
  if (got !== wanted) throw new Error(`${what}: expected ${wanted}, got ${got}`);
  expectNumbers(actual, expected, what, comparison);
}

/**
 * Expects that something is refused on purpose: at once, or by a rejected promise.
 *
 * @throws Error unless `action` throws an NNError of this code
 */
export async function expectRefusal(action: () => unknown, code: ErrorCode, what: string): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (NNError.isInstance(error) && error.code === code) return;
    throw new Error(`${what}: expected an NNError of code ${code}, got ${String(error)}`, { cause: error });
  }
  throw new Error(`${what}: expected an NNError of code ${code}, got no error`);
}

/** A float type's numbers, as text that tells 0 from −0. */
function show(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function isClose(actual: number, expected: number, comparison: Comparison): boolean {
  const { relative = 0, absolute = 0, signedZeros = false } = comparison;
  if (Object.is(actual, expected)) return true;
  if (actual === expected) return !signedZeros;
  if (!Number.isFinite(expected)) return false;
  return Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
}

/** The largest size of a number, at least 1: what an absolute bound is in proportion to. */
export function scaleOf(numbers: ArrayLike<number>): number {
  let scale = 1;
  for (let at = 0; at < numbers.length; at++) {
    const size = Math.abs(numbers[at]!);
    if (Number.isFinite(size)) scale = Math.max(scale, size);
  }
  return scale;
}

/** An array of `dtype` with these numbers. */
export function arrayOf(dtype: DType, numbers: readonly number[]): TypedArray {
  switch (dtype) {
    case "float32":
      return Float32Array.from(numbers);
    case "float64":
      return Float64Array.from(numbers);
    case "int32":
      return Int32Array.from(numbers);
    case "uint32":
      return Uint32Array.from(numbers);
    case "bool":
      return Uint8Array.from(numbers);
  }
}
