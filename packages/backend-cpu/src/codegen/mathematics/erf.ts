import type { FunctionBuilder, Local } from "../../assembler/index.ts";
import { clamp, polynomial } from "./polynomial.ts";

/** erf(x) / x as a quotient of polynomials in x², for |x| ≤ 4; the coefficients that Eigen uses. */
const numerator = [
  -2.72614225801306e-10, 2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5, -7.34990630326855e-4,
  -2.95459980854025e-3, -1.60960333262415e-2,
];
const denominator = [
  -1.45660718464996e-5, -2.13374055278905e-4, -1.68282697438203e-3, -7.37332916720468e-3, -1.42647390514189e-2,
];

/** The error function. */
export function erf(builder: FunctionBuilder, x: Local): void {
  const [limited, square] = [builder.local("v128"), builder.local("v128")];
  builder.get(x);
  clamp(builder, -4, 4);
  builder.tee(limited);
  builder.get(limited);
  builder.op("f32x4.mul");
  builder.set(square);
  polynomial(builder, square, numerator);
  polynomial(builder, square, denominator);
  builder.op("f32x4.div");
  builder.get(limited);
  builder.op("f32x4.mul");
  clamp(builder, -1, 1);
}
