/** Numbers that every library gets, described so that each process makes its own. */
export interface Values {
  readonly shape: readonly number[];
  readonly seed: number;
  /** They are spread evenly over `offset` ± `spread`. */
  readonly spread: number;
  readonly offset: number;
}

/** Values with the seed, in ±`spread` around `offset`. */
export function values(shape: readonly number[], seed: number, spread = 1, offset = 0): Values {
  return { shape, seed, spread, offset };
}

/** The numbers themselves, in row-major order: the same for the same seed. */
export function numbersOf({ shape, seed, spread, offset }: Values): Float32Array<ArrayBuffer> {
  const numbers = new Float32Array(sizeOf(shape));
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  for (let place = 0; place < numbers.length; place++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    numbers[place] = offset + spread * (state / 2 ** 31 - 1);
  }
  return numbers;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
