import type { FunctionBuilder, Local } from "../../assembler/index.ts";
import { keepBelow } from "./exponential.ts";
import { polynomial } from "./polynomial.ts";

/** (ln(1 + m) - m + m²/2) / m³ for m from √½ - 1 to √2 - 1; from Cephes' logf. */
const coefficients = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
];
const logTwoHigh = 0.693359375;
const logTwoLow = -2.1219444e-4;
/** The bits of √½. */
const rootHalfBits = 0x3f3504f3;

/** The natural logarithm; -infinity at 0, NaN below, and right for subnormal numbers. */
export function log(builder: FunctionBuilder, x: Local): void {
  const [scaled, exponent, mantissa, m, square] = [0, 1, 2, 3, 4].map(() => builder.local("v128"));
  const isSmall = builder.local("v128");
  builder.get(x);
  builder.f32x4(2 ** -126);
  builder.op("f32x4.lt");
  builder.set(isSmall);
  builder.get(x);
  builder.f32x4(2 ** 23);
  builder.op("f32x4.mul");
  builder.get(x);
  builder.get(isSmall);
  builder.op("v128.bitselect");
  builder.i32x4(rootHalfBits);
  builder.op("i32x4.sub");
  builder.tee(scaled!);
  builder.i32(23);
  builder.op("i32x4.shr_s");
  builder.op("f32x4.convert_i32x4_s");
  builder.get(isSmall);
  builder.f32x4(23);
  builder.op("v128.and");
  builder.op("f32x4.sub");
  builder.set(exponent!);
  builder.get(scaled!);
  builder.i32x4(0x007fffff);
  builder.op("v128.and");
  builder.i32x4(rootHalfBits);
  builder.op("i32x4.add");
  builder.tee(mantissa!);
  builder.f32x4(1);
  builder.op("f32x4.sub");
  builder.tee(m!);
  builder.get(m!);
  builder.op("f32x4.mul");
  builder.set(square!);
  polynomial(builder, m!, coefficients);
  builder.get(m!);
  builder.op("f32x4.mul");
  builder.get(square!);
  builder.multiplyAdd(() => {
    builder.get(exponent!);
    builder.f32x4(logTwoLow);
    builder.op("f32x4.mul");
  });
  addProduct(builder, square!, -0.5);
  builder.get(m!);
  builder.op("f32x4.add");
  addProduct(builder, exponent!, logTwoHigh);
  special(builder, x);
}

/** ln(1 + x) without cancellation near 0: the error of 1 + x is put back in the first order. */
export function log1p(builder: FunctionBuilder, x: Local): void {
  const [u, correction] = [builder.local("v128"), builder.local("v128")];
  builder.get(x);
  builder.f32x4(1);
  builder.op("f32x4.add");
  builder.set(u);
  builder.get(x);
  builder.get(u);
  builder.f32x4(1);
  builder.op("f32x4.sub");
  builder.op("f32x4.sub");
  builder.get(u);
  builder.op("f32x4.div");
  builder.tee(correction);
  builder.get(correction);
  builder.get(correction);
  builder.op("f32x4.eq");
  builder.op("v128.and");
  log(builder, u);
  builder.op("f32x4.add");
  builder.get(x);
  keepBelow(builder, x, 2 ** -25);
}

/** Adds a product to the vector on the stack. */
function addProduct(builder: FunctionBuilder, vector: Local, factor: number): void {
  const sum = builder.local("v128");
  builder.set(sum);
  builder.get(vector);
  builder.f32x4(factor);
  builder.multiplyAdd(() => builder.get(sum));
}

/** Puts the values at 0, at infinity, below 0 and of NaN in place of the vector on the stack. */
function special(builder: FunctionBuilder, x: Local): void {
  const result = builder.local("v128");
  builder.set(result);
  builder.f32x4(-Infinity);
  builder.f32x4(NaN);
  builder.get(x);
  builder.get(x);
  builder.f32x4(Infinity);
  builder.op("f32x4.ne");
  builder.op("v128.bitselect");
  builder.get(x);
  builder.f32x4(0);
  builder.op("f32x4.eq");
  builder.op("v128.bitselect");
  builder.get(result);
  builder.get(x);
  builder.f32x4(0);
  builder.op("f32x4.le");
  builder.get(x);
  builder.f32x4(Infinity);
  builder.op("f32x4.lt");
  builder.op("v128.not");
  builder.op("v128.or");
  builder.op("v128.bitselect");
}
