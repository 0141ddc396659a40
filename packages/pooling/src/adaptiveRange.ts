import { add, and, constant, floorDivide, less, multiply, NNError, subtract, type Expression } from "@nn/backend";
import { foldSteps } from "./places.ts";

/** Consecutive places of an axis. */
export interface PlaceRange {
  readonly start: Expression;
  /** How many; a constant where it is the same everywhere. */
  readonly size: Expression;
  /** The largest size there is. */
  readonly extent: number;
}

/**
 * The part of an axis of `from` places that adaptive pooling to `to` places gives to `place`: from ⌊place · from / to⌋
 * up to, but without, ⌈(place + 1) · from / to⌉. It is its own inverse: with `from` and `to` exchanged it gives the
 * windows that cover a place.
 *
 * With from / to = whole + rest / parts in lowest terms, integers alone compute it: ⌊place · from / to⌋ =
 * place · whole + ⌊place · rest / parts⌋.
 */
export function adaptiveRange(place: Expression, from: number, to: number): PlaceRange {
  const { whole, rest, parts } = ratio(from, to);
  if (rest === 0) return { start: multiply(place, whole), size: constant(whole, "int32"), extent: whole };
  const scaled = multiply(place, rest);
  const start = add(multiply(place, whole), floorDivide(scaled, parts));
  const end = add(multiply(add(place, 1), whole), floorDivide(add(scaled, rest + parts - 1), parts));
  return { start, size: subtract(end, start), extent: largest(whole, rest, parts) };
}

/** {@link adaptiveRange} along each axis. */
export function adaptiveRanges(
  places: readonly Expression[],
  from: readonly number[],
  to: readonly number[],
): PlaceRange[] {
  return places.map((place, axis) => adaptiveRange(place, from[axis]!, to[axis]!));
}

/** The place of each range at the fold's index, and whether it belongs to the range. */
export function within(ranges: readonly PlaceRange[]): { places: Expression[]; inside: Expression } {
  const steps = foldSteps(ranges.map(({ extent }) => extent));
  const places = ranges.map(({ start }, axis) => add(start, steps[axis]!));
  const inside = ranges.map(({ size }, axis) => less(steps[axis]!, size)).reduce(and);
  return { places, inside };
}

/** @throws NNError `shape` if the integers of {@link adaptiveRange} do not fit into 32 bits */
export function checkAdaptiveRange(operation: string, from: number, to: number): void {
  for (const [a, b] of [
    [from, to],
    [to, from],
  ] as const) {
    const { rest, parts } = ratio(a, b);
    if (b * rest + parts < 2 ** 31) continue;
    const expected = "sizes whose product is below 2^31, or of which one divides the other";
    throw new NNError("shape", `${operation}: expected ${expected}, got ${from} to ${to}`);
  }
}

function ratio(from: number, to: number): { whole: number; rest: number; parts: number } {
  const divisor = greatestCommonDivisor(from, to);
  const [dividend, parts] = [from / divisor, to / divisor];
  return { whole: Math.floor(dividend / parts), rest: dividend % parts, parts };
}

function largest(whole: number, rest: number, parts: number): number {
  let extra = 0;
  for (let place = 0; place < parts && extra < 2; place++) {
    extra = Math.max(extra, Math.ceil(((place + 1) * rest) / parts) - Math.floor((place * rest) / parts));
  }
  return whole + extra;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
