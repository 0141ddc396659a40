import { add, constant, divide, less, multiply, select, subtract, unary, type Expression } from "@nn/backend";

/**
 * Φ(x), the standard normal distribution. In float64 it is (1 + erf(x/√2)) / 2. In float32, where that would cancel to
 * nothing from −5.5 on, negative x take Chebyshev's fit of the complementary error function, e^(−z²) · p(1 / (1 + z/2)),
 * whose relative error is below 1.2e-7 everywhere (Press et al. 1992, "Numerical Recipes in C", section 6.2).
 */
export function normalDistribution(x: Expression): Expression {
  const scaled = multiply(x, Math.SQRT1_2);
  const central = multiply(add(unary("erf", scaled), 1), 0.5);
  return x.dtype === "float64"
    ? central
    : select(less(x, -1), multiply(complement(unary("negate", scaled)), 0.5), central);
}

/** e^(−x²/2) / √(2π) */
export function normalDensity(x: Expression): Expression {
  return multiply(unary("exp", multiply(multiply(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
}

/** erfc(z) for z > 0. */
function complement(z: Expression): Expression {
  const t = divide(constant(1, z.dtype), add(multiply(z, 0.5), 1));
  const fit = coefficients.reduceRight<Expression>(
    (sum, coefficient) => add(multiply(sum, t), coefficient),
    constant(0, z.dtype),
  );
  return multiply(t, unary("exp", subtract(fit, multiply(z, z))));
}

const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];
