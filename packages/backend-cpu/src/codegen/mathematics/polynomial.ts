import type { FunctionBuilder, Local } from "../../assembler/index.ts";

/**
 * Leaves the value of a polynomial on the stack: by Horner's rule with relaxed SIMD, which makes it one instruction for
 * each coefficient, and for three coefficients, else by Estrin's scheme. As measured, each is the faster one there.
 *
 * @param coefficients the highest power's first
 */
export function polynomial(builder: FunctionBuilder, x: Local, coefficients: readonly number[]): void {
  if (builder.relaxedSimd || coefficients.length <= 3) pushHorner(builder, x, coefficients);
  else pushEstrin(builder, x, coefficients);
}

function pushHorner(builder: FunctionBuilder, x: Local, [first, ...others]: readonly number[]): void {
  builder.f32x4(first!);
  for (const coefficient of others) {
    builder.get(x);
    builder.multiplyAdd(() => builder.f32x4(coefficient));
  }
}

/**
 * Σ cₖxᵏ in two halves, the upper one times a power of x, and so on. A sum of Horner's rule waits for the one before;
 * here most do not, and a processor computes several at a time.
 */
function pushEstrin(builder: FunctionBuilder, x: Local, coefficients: readonly number[]): void {
  const powers = [x];
  for (let power = 2; power < coefficients.length; power *= 2) {
    const [last, next] = [powers.at(-1)!, builder.local("v128")];
    builder.get(last);
    builder.get(last);
    builder.op("f32x4.mul");
    builder.set(next);
    powers.push(next);
  }
  pushPart(builder, powers, [...coefficients].reverse());
}

/**
 * @param powers x, x², x⁴, …
 * @param coefficients the lowest power's first
 */
function pushPart(builder: FunctionBuilder, powers: readonly Local[], coefficients: readonly number[]): void {
  if (coefficients.length === 1) return builder.f32x4(coefficients[0]!);
  const level = Math.ceil(Math.log2(coefficients.length)) - 1;
  pushPart(builder, powers, coefficients.slice(2 ** level));
  builder.get(powers[level]!);
  builder.multiplyAdd(() => pushPart(builder, powers, coefficients.slice(0, 2 ** level)));
}

/** Limits the vector on the stack to a range, which may be open above. A NaN stays. */
export function clamp(builder: FunctionBuilder, minimum: number, maximum: number | undefined): void {
  builder.f32x4(minimum);
  builder.op("f32x4.pmax");
  if (maximum === undefined) return;
  builder.f32x4(maximum);
  builder.op("f32x4.pmin");
}
