import type { TextureSize } from "../layout.ts";
import { literal } from "./literal.ts";

/** Up to so many texels, a texel's number and a half more are exact as floats. */
const mostExact = 2 ** 22;

/**
 * The function `place` of a texture: from a texel's number to its middle, where `texture` reads it.
 *
 * Textures have one level and no filter, so that is the texel, bit for bit. Software renderers take half as long for
 * `texture` as for `texelFetch`, and again less for a floor of floats than for shifts of integers.
 */
export function placeText(number: number | string, { width, height }: TextureSize): string {
  const middle = offsetText({ width, height }, 0.5, 0.5);
  const scale = `vec2(${float(1 / width)}, ${float(1 / height)})`;
  if (width * height > mostExact) {
    return `vec2 place${number}(int t) {
  return vec2(t & ${width - 1}, t >> ${Math.log2(width)}) * ${scale} + ${middle};
}`;
  }
  return `vec2 place${number}(int t) {
  float rows = float(t) * ${float(1 / width)};
  float row = floor(rows);
  return vec2(rows - row, row * ${float(1 / height)}) + ${middle};
}`;
}

/** So many columns and rows, in the texture's coordinates. */
export function offsetText({ width, height }: TextureSize, columns: number, rows: number): string {
  return `vec2(${float(columns / width)}, ${float(rows / height)})`;
}

/** A term of a texel's number: `stride` times a whole number from 0 to `last`. */
export interface AddressTerm {
  readonly stride: number;
  readonly last: number;
}

/** The last column in which texel `base` plus the sum of `terms` may lie, in rows of `width`, a power of two. */
export function lastColumn(base: number, terms: readonly AddressTerm[], width: number): number {
  let last = width - 1;
  for (let grain = 1; grain <= width; grain *= 2) {
    const isCoarse = ({ stride }: AddressTerm): boolean => stride % grain === 0;
    const fine = terms.filter((term) => !isCoarse(term));
    const within = fine.reduce((sum, { stride, last }) => sum + stride * last, remainder(base, grain));
    if (fine.some(({ stride }) => stride < 0) || within >= grain) continue;
    last = Math.min(last, width - grain + within);
  }
  return last;
}

function remainder(value: number, divisor: number): number {
  return value - divisor * Math.floor(value / divisor);
}

function float(value: number): string {
  return literal(value, "float32");
}
