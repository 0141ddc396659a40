const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** The number that the 16 bits of a float16 (IEEE 754 binary16) stand for. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** The number that the 16 bits of a bfloat16 stand for: they are the upper half of a float32. */
export function fromBfloat16(bits: number): number {
  word[0] = bits << 16;
  return float[0]!;
}

/** The float16 next to `value`, the even one of two; beyond 65504 an infinity. */
export function toFloat16(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  // The place of the last bit; carrying into the exponent is what rounding up to a power of 2 should do.
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const steps = roundToEven(size * 2 ** (10 - exponent));
  return sign | (steps < 1024 ? steps : ((exponent + 14) << 10) + steps);
}

/** The bfloat16 next to the float32 next to `value`, the even one of two. */
export function toBfloat16(value: number): number {
  float[0] = value;
  const bits = word[0]!;
  if (Number.isNaN(value)) return 0x7fc0;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
