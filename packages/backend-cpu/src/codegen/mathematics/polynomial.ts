import type { FunctionBuilder, Local } from "../../assembler/index.ts";

/**
 * Leaves the value of a polynomial on the stack, by Horner's rule.
 *
 * @param coefficients the highest power's first
 */
export function polynomial(builder: FunctionBuilder, x: Local, coefficients: readonly number[]): void {
  const [first, ...others] = coefficients;
  builder.f32x4(first!);
  for (const coefficient of others) {
    builder.get(x);
    builder.op("f32x4.mul");
    builder.f32x4(coefficient);
    builder.op("f32x4.add");
  }
}

/** Limits the vector on the stack to a range. A NaN stays. */
export function clamp(builder: FunctionBuilder, minimum: number, maximum: number): void {
  builder.f32x4(minimum);
  builder.op("f32x4.pmax");
  builder.f32x4(maximum);
  builder.op("f32x4.pmin");
}
