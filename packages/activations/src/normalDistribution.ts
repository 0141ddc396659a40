import { add, constant, divide, less, multiply, select, subtract, unary, type Expression } from "@nn/backend";

/**
 * Φ(x), the standard normal distribution. In float64 it is (1 + erf(x/√2)) / 2. In float32, where that would cancel to
 * nothing from −5.5 on, it is e^(−x²/2) · t · p(t) on the side of the smaller values, and what is missing to 1 on the
 * other. There t = 1 / (1 + 0.3|x|/√2), and p is a polynomial whose relative error is below 2e-8 (fitted with Lawson's
 * algorithm to half of the scaled complementary error function, as far as e^(−x²/2) is not 0). It needs no e^x, so that
 * neither of the two waits for the other.
 */
export function normalDistribution(x: Expression): Expression {
  if (x.dtype === "float64") return multiply(add(unary("erf", multiply(x, Math.SQRT1_2)), 1), 0.5);
  const t = divide(constant(1, x.dtype), add(multiply(unary("absolute", x), 0.3 * Math.SQRT1_2), 1));
  const tail = multiply(multiply(t, polynomial(t)), bell(x));
  return select(less(x, 0), tail, subtract(1, tail));
}

/** e^(−x²/2) / √(2π) */
export function normalDensity(x: Expression): Expression {
  return multiply(bell(x), 1 / Math.sqrt(2 * Math.PI));
}

/** e^(−x²/2) */
function bell(x: Expression): Expression {
  return unary("exp", multiply(multiply(x, x), -0.5));
}

/** Of t⁰, t¹ and so on. */
const coefficients = [
  0.08459378778934479, 0.08536071330308914, 0.07415049523115158, 0.10752839595079422, -0.04746159538626671,
  0.27403724193573, -0.2562798261642456, 0.2428441196680069, -0.06477335095405579,
] as const;

/** By Estrin's scheme, in which most sums do not wait for each other. */
function polynomial(t: Expression): Expression {
  const square = multiply(t, t);
  const fourth = multiply(square, square);
  const pair = (at: 0 | 2 | 4 | 6): Expression => add(multiply(t, coefficients[at + 1]!), coefficients[at]);
  const four = (at: 0 | 4): Expression => add(multiply(pair(at === 0 ? 2 : 6), square), pair(at));
  return add(multiply(add(multiply(fourth, coefficients[8]), four(4)), fourth), four(0));
}
