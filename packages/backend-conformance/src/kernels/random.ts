import { createArray, isFloat, type DType, type TypedArray } from "@nn/backend";

/** A small generator of pseudo-random numbers: the same seed gives the same ones. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 to 1, without 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** From `minimum` to `maximum`, both included. */
  integer(minimum: number, maximum: number): number {
    return minimum + Math.floor(this.next() * (maximum - minimum + 1));
  }

  pick<T>(values: readonly T[]): T {
    return values[this.integer(0, values.length - 1)]!;
  }

  list<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }

  /** The size of an axis: small, often not a multiple of four, now and then 0. */
  size(): number {
    return this.pick([1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 20, this.chance(0.2) ? 0 : 3]);
  }

  /** Small integers: sums and products of them are exact. A few integers are as large as can be. */
  data(dtype: DType, length: number, nonFinite: boolean): TypedArray {
    const array = createArray(dtype, length);
    const special = nonFinite && isFloat(dtype) && this.chance(0.15);
    for (let at = 0; at < length; at++) {
      if (isFloat(dtype)) {
        array[at] = special && this.chance(0.05) ? this.pick([NaN, Infinity, -Infinity, -0]) : this.integer(-9, 9);
      } else if (dtype === "bool") array[at] = this.integer(0, 1);
      else array[at] = this.chance(0.1) ? this.integer(-2147483648, 2147483647) : this.integer(-20, 20);
    }
    return array;
  }
}
