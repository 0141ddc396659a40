import { add, constant, divide, less, multiply, select, subtract, unary, type Expression } from "@nn/backend";

/**
 * Φ(x), the standard normal distribution. In float64 it is (1 + erf(x/√2)) / 2. In float32, where that would cancel to
 * nothing from −5.5 on, it is half of the complementary error function of |x|/√2, or what is missing to 1, by
 * Chebyshev's fit e^(−z²) · p(1 / (1 + z/2)), whose relative error is below 1.2e-7 everywhere (Press et al. 1992,
 * "Numerical Recipes in C", section 6.2).
 */
export function normalDistribution(x: Expression): Expression {
  const scaled = multiply(x, Math.SQRT1_2);
  if (x.dtype === "float64") return multiply(add(unary("erf", scaled), 1), 0.5);
  const tail = multiply(complement(unary("absolute", scaled)), 0.5);
  return select(less(x, 0), tail, subtract(1, tail));
}

/** e^(−x²/2) / √(2π) */
export function normalDensity(x: Expression): Expression {
  return multiply(unary("exp", multiply(multiply(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
}

/** erfc(z) for z ≥ 0. Even and odd powers of t are summed apart, so that neither sum waits for the other. */
function complement(z: Expression): Expression {
  const t = divide(constant(1, z.dtype), add(multiply(z, 0.5), 1));
  const square = multiply(t, t);
  const [even, odd] = [evenCoefficients, oddCoefficients].map(([highest, ...others]) =>
    others.reduce<Expression>(
      (sum, coefficient) => add(multiply(sum, square), coefficient),
      constant(highest, z.dtype),
    ),
  );
  return multiply(t, unary("exp", add(multiply(odd!, t), subtract(even!, multiply(z, z)))));
}

const evenCoefficients = [-0.82215223, -1.13520398, -0.18628806, 0.37409196, -1.26551223] as const;
const oddCoefficients = [0.17087277, 1.48851587, 0.27886807, 0.09678418, 1.00002368] as const;
