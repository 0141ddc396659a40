import { add, cast, constant, index, multiply, shiftRight, xor, type DType, type Expression } from "@nn/backend";

/**
 * 32 random bits for a position, as a uint32 expression: mix(mix(position + key0) ⊕ key1), where mix is a bijection of
 * 32-bit words with low bias ("lowbias32", found by C. Wellons' hash prospector). Integer arithmetic alone makes them,
 * four products in all, so that every backend gives the same bits and a mask need not be stored.
 *
 * @param position uint32; each position of one key has other bits
 * @param key0 uint32; with `key1` it comes from {@link Generator.next}
 */
export function randomBits(position: Expression, key0: Expression, key1: Expression): Expression {
  return mix(xor(mix(add(position, key0)), key1));
}

/** The row-major position of an element of `shape` at the kernel's own index, as a uint32 expression. */
export function randomPosition(shape: readonly number[]): Expression {
  const position = shape.reduce<Expression>(
    (flat, size, axis) => add(multiply(flat, size), index(axis)),
    constant(0, "int32"),
  );
  return cast(position, "uint32");
}

/** A float in [0, 1) from random bits: the upper 24 of them times 2^−24, so that it is exact in every float type. */
export function randomUnit(bits: Expression, dtype: DType): Expression {
  return multiply(cast(cast(shiftRight(bits, 8), "int32"), dtype), 2 ** -24);
}

/** The same bits computed here and now: `mixOnHost(mixOnHost(position + key0) ^ key1)`. */
export function randomBitsOnHost(position: number, key0: number, key1: number): number {
  return mixOnHost(mixOnHost(position + key0) ^ key1);
}

const [multiplier1, multiplier2] = [0x21f0aaad, 0xd35a2d97];

function mix(bits: Expression): Expression {
  let x = multiply(xor(bits, shiftRight(bits, 16)), multiplier1);
  x = multiply(xor(x, shiftRight(x, 15)), multiplier2);
  return xor(x, shiftRight(x, 15));
}

function mixOnHost(bits: number): number {
  let x = Math.imul(bits ^ (bits >>> 16), multiplier1);
  x = Math.imul(x ^ (x >>> 15), multiplier2);
  return (x ^ (x >>> 15)) >>> 0;
}
