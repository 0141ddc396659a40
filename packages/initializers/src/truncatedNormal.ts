import {
  add,
  constant,
  evaluateUnary,
  less,
  maximum,
  minimum,
  multiply,
  NNError,
  select,
  subtract,
  unary,
  type Expression,
} from "@nn/backend";
import { applySingle, elementwise, uniform, type Operation, type Tensor } from "@nn/tensor";
import type { InitializerOptions } from "./initializerOptions.ts";

/** Options of {@link truncatedNormal}. */
export interface TruncatedNormalOptions extends InitializerOptions {
  /** The mean of the distribution before it is cut. Default: 0. */
  readonly mean?: number;
  /** Its standard deviation. Default: 1. */
  readonly std?: number;
  /** Smaller numbers do not occur. Default: -2. */
  readonly low?: number;
  /** Larger numbers do not occur. Default: 2. */
  readonly high?: number;
}

/**
 * Numbers of the normal distribution without those outside [low, high]: the inverse of its distribution function, at
 * uniform numbers between the values of that function at the bounds.
 *
 * The inverse error function is Giles' (2010), to about 1e-6. Bounds far out in one tail (beyond 5 · std) are coarse.
 *
 * @throws NNError `option` unless std > 0 and low < high
 *
 * @example
 * ```ts
 * const x = truncatedNormal([1000], { backend, generator: generator(1), low: -1, high: 1 });
 * await le(max(abs(x)), 1).item(); // 1
 * ```
 */
export function truncatedNormal(shape: readonly number[], options: TruncatedNormalOptions): Tensor {
  const { mean = 0, std = 1, low = -2, high = 2 } = options;
  if (!(std > 0) || !(low < high)) {
    const got = `std ${std} from ${low} to ${high}`;
    throw new NNError("option", `truncatedNormal: expected std > 0 and low < high, got ${got}`);
  }
  const [from, to] = [low, high].map((bound) => evaluateUnary("erf", "float64", (bound - mean) / std / Math.SQRT2));
  const drawn = uniform(shape, { ...options, low: from!, high: to! });
  return applySingle(truncatedNormalOperation, [drawn], { mean, std, low, high });
}

const truncatedNormalOperation: Operation<{ mean: number; std: number; low: number; high: number }> = elementwise(
  "truncatedNormal",
  ([drawn], { mean, std, low, high }) => {
    const value = add(multiply(inverseErf(drawn!), std * Math.SQRT2), mean);
    return maximum(minimum(value, high), low);
  },
);

/** Coefficients for -log(1 - x²) below and from 5 on, the highest power first. */
const central = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
]; // prettier-ignore
const tail = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
]; // prettier-ignore

function inverseErf(x: Expression): Expression {
  const w = minimum(unary("negate", unary("log", multiply(subtract(1, x), add(x, 1)))), 16.7);
  const near = polynomial(central, subtract(w, 2.5));
  const far = polynomial(tail, subtract(unary("squareRoot", w), 3));
  return multiply(select(less(w, 5), near, far), x);
}

function polynomial(coefficients: readonly number[], x: Expression): Expression {
  const [first, ...others] = coefficients;
  return others.reduce<Expression>((sum, coefficient) => add(multiply(sum, x), coefficient), constant(first!, x.dtype));
}
