import type { FunctionBuilder, Local } from "../../assembler/index.ts";
import { clamp, polynomial } from "./polynomial.ts";

/**
 * Added to a float below 2^22 it leaves the nearest integer in the low bits; subtracted again, that integer. The higher
 * bits are lost where the lowest nine are shifted to the place of the sign and the exponent.
 */
const magic = 1.5 * 2 ** 23;
/** What the exponents of floats are stored with. */
const bias = 127;

/** ln 2 as a sum of two floats, of which the first has few bits. */
const logTwoHigh = 0.693145751953125;
const logTwoLow = 1.428606765330187e-6;

/**
 * r·coth(r / 2) = r·(e^r + 1) / (e^r - 1) as a polynomial in r² for |r| ≤ ln 2 / 2, with which e^r errs by 5e-10 at most;
 * fitted with Lawson's algorithm.
 */
const quotientCoefficients = [-0.002765975442216581, 0.16666617612377915, 2];

/** (e^r - 1 - r) / r² for |r| ≤ ln 2 / 2, so that e^r errs by 4e-9 at most; fitted with Lawson's algorithm. */
const remainderCoefficients = [
  0.001386375748552382, 0.008367509581148624, 0.041667237877845764, 0.16666534543037415, 0.5,
];

/** Below it, e^x is 0. */
const lowest = -104;

/** x = n·ln 2 + r */
interface Reduced {
  readonly r: Local<"v128">;
  /** The float whose low bits are n and what was to be added to it. */
  readonly shifted: Local<"v128">;
}

/** e^x to 2 units in the last place; overflows to infinity and underflows gradually to 0. */
export function exp(builder: FunctionBuilder, x: Local): void {
  builder.get(x);
  clamp(builder, lowest, 89);
  // Two factors, of which neither is subnormal: n = ⌊n / 2⌋ + ⌊(n + 1) / 2⌋.
  const { r, shifted } = reduce(builder, 2 * bias);
  pushExponential(builder, r);
  for (const more of [0, 1]) {
    pushPowerOfTwo(builder, () => {
      builder.get(shifted);
      if (more) {
        builder.i32x4(more);
        builder.op("i32x4.add");
      }
      builder.i32(1);
      builder.op("i32x4.shr_s");
    });
    builder.op("f32x4.mul");
  }
}

/**
 * e^min(x, limit), where the limit is not positive, with the bits of `exp` in fewer instructions.
 *
 * @param limit `undefined`: x is never positive
 */
export function expOfNonPositive(builder: FunctionBuilder, x: Local, limit: number | undefined): void {
  builder.get(x);
  clamp(builder, lowest, limit);
  // First what is 2^24 times as large, whose factor is never subnormal.
  const { r, shifted } = reduce(builder, bias + 24);
  pushExponential(builder, r);
  pushPowerOfTwo(builder, () => builder.get(shifted));
  builder.op("f32x4.mul");
  builder.f32x4(2 ** -24);
  builder.op("f32x4.mul");
}

/** e^x - 1 without cancellation near 0. */
export function expm1(builder: FunctionBuilder, x: Local): void {
  builder.get(x);
  clamp(builder, -30, 89);
  pushHalfExpm1(builder);
  builder.f32x4(2);
  builder.op("f32x4.mul");
  builder.get(x);
  keepBelow(builder, x, 2 ** -25);
}

/** e / (e + 1) for e = (e^2|x| - 1) / 2, with the sign of x. */
export function tanh(builder: FunctionBuilder, x: Local): void {
  const e = builder.local("v128");
  builder.get(x);
  builder.op("f32x4.abs");
  builder.f32x4(20);
  builder.op("f32x4.pmin");
  builder.f32x4(2);
  builder.op("f32x4.mul");
  pushHalfExpm1(builder);
  builder.tee(e);
  builder.get(e);
  builder.f32x4(1);
  builder.op("f32x4.add");
  builder.op("f32x4.div");
  builder.get(x);
  builder.f32x4(-0);
  builder.op("v128.and");
  builder.op("v128.or");
}

/** Turns the vector x on the stack, between -30 and 89, into (e^x - 1) / 2. */
function pushHalfExpm1(builder: FunctionBuilder): void {
  const { r, shifted } = reduce(builder, bias - 1);
  const scale = builder.local("v128");
  pushPowerOfTwo(builder, () => builder.get(shifted));
  builder.tee(scale);
  pushRemainder(builder, r);
  builder.multiplyAdd(() => {
    builder.get(scale);
    builder.f32x4(0.5);
    builder.op("f32x4.sub");
  });
}

/**
 * 1 / (1 + e^-x), with -x = n·ln 2 - r, p = r·coth(r / 2) and s = 2ⁿ as (p + r) / (p + r + s·(p - r)), which has one
 * division; results that would be subnormal may be 0.
 */
export function sigmoid(builder: FunctionBuilder, x: Local): void {
  builder.get(x);
  clamp(builder, -89, 87);
  const { r, shifted } = reduce(builder, bias, -1);
  const { sum, difference } = pairOf(builder, r);
  builder.get(sum);
  pushPowerOfTwo(builder, () => builder.get(shifted));
  builder.get(difference);
  builder.multiplyAdd(() => builder.get(sum));
  builder.op("f32x4.div");
}

/**
 * Reduces the vector x on the stack.
 *
 * @param more is added to n in the low bits
 * @param sign with -1, n and r are such that x = r - n·ln 2
 */
function reduce(builder: FunctionBuilder, more: number, sign: 1 | -1 = 1): Reduced {
  const [x, r, shifted, n] = [0, 1, 2, 3].map(() => builder.local("v128"));
  builder.tee(x!);
  builder.f32x4(sign * Math.LOG2E);
  builder.multiplyAdd(() => builder.f32x4(magic + more));
  builder.tee(shifted!);
  builder.f32x4(magic + more);
  builder.op("f32x4.sub");
  builder.set(n!);
  let rest = x!;
  for (const part of [logTwoHigh, logTwoLow]) {
    builder.get(n!);
    builder.f32x4(-sign * part);
    builder.multiplyAdd(() => builder.get(rest));
    builder.set(r!);
    rest = r!;
  }
  return { r: r!, shifted: shifted! };
}

/** p + r and p - r for p = r·coth(r / 2), whose quotient is e^r. */
function pairOf(builder: FunctionBuilder, r: Local): { sum: Local<"v128">; difference: Local<"v128"> } {
  const [square, p, sum, difference] = [0, 1, 2, 3].map(() => builder.local("v128"));
  builder.get(r);
  builder.get(r);
  builder.op("f32x4.mul");
  builder.set(square!);
  polynomial(builder, square!, quotientCoefficients);
  builder.tee(p!);
  builder.get(r);
  builder.op("f32x4.add");
  builder.set(sum!);
  builder.get(p!);
  builder.get(r);
  builder.op("f32x4.sub");
  builder.set(difference!);
  return { sum: sum!, difference: difference! };
}

/** e^r: with relaxed SIMD as a polynomial, which takes fewer instructions there than division and all. */
function pushExponential(builder: FunctionBuilder, r: Local): void {
  if (builder.relaxedSimd) {
    pushRemainder(builder, r);
    builder.f32x4(1);
    return builder.op("f32x4.add");
  }
  const { sum, difference } = pairOf(builder, r);
  builder.get(sum);
  builder.get(difference);
  builder.op("f32x4.div");
}

/** e^r - 1 */
function pushRemainder(builder: FunctionBuilder, r: Local): void {
  polynomial(builder, r, remainderCoefficients);
  builder.get(r);
  builder.get(r);
  builder.op("f32x4.mul");
  builder.multiplyAdd(() => builder.get(r));
}

/** 2^n of integers n, from -126 to 128 (an infinity), that `push` leaves in the low bits with the bias added. */
function pushPowerOfTwo(builder: FunctionBuilder, push: () => void): void {
  push();
  builder.i32(23);
  builder.op("i32x4.shl");
}

/** Takes the second vector on the stack instead of the first where |x| is below `limit`. */
export function keepBelow(builder: FunctionBuilder, x: Local, limit: number): void {
  const [far, near] = [builder.local("v128"), builder.local("v128")];
  builder.set(near);
  builder.set(far);
  builder.get(near);
  builder.get(far);
  builder.get(x);
  builder.op("f32x4.abs");
  builder.f32x4(limit);
  builder.op("f32x4.lt");
  builder.op("v128.bitselect");
}
