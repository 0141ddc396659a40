import { expect } from "vitest";

/** Beyond this many standard errors, a sample of the right distribution lies once in 150 000 times. */
const limit = 4.5;

/** Mean, variance and kurtosis (the fourth central moment over the square of the variance) of a distribution. */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
  /** Of a normal distribution 3, of a uniform one 1.8. */
  readonly kurtosis: number;
}

/**
 * Expects the mean and the variance of independent numbers to be those of their distribution. The mean of n of them has
 * the variance σ² / n, their variance about (kurtosis − 1) · σ⁴ / n.
 */
export function expectMoments(values: ArrayLike<number>, { mean, variance, kurtosis }: Moments): void {
  const numbers = Array.from(values);
  const average = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const spread = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
  const text = `mean ${average} of ${mean}, variance ${spread} of ${variance}, of ${numbers.length} numbers`;
  const inside = [
    Math.abs(average - mean) < limit * Math.sqrt(variance / numbers.length),
    // Two values that are equally likely always have the same variance, but for rounding.
    Math.abs(spread / variance - 1) < limit * Math.sqrt((kurtosis - 1) / numbers.length) + 1e-5,
  ];
  expect(inside, `within ${limit} standard errors: ${text}`).toEqual([true, true]);
}

/**
 * Expects counts to be neither further from nor closer to what is expected of them than chance has it, by Pearson's χ²
 * with one degree of freedom less than there are counts. By Wilson and Hilferty (1931) the cube root of χ² / k is about
 * normal, with mean 1 − 2 / (9k) and variance 2 / (9k). Each count should be expected to be 5 or more.
 */
export function expectCounts(counts: readonly number[], expected: readonly number[]): void {
  const square = counts.reduce((sum, count, at) => sum + (count - expected[at]!) ** 2 / expected[at]!, 0);
  const freedom = counts.length - 1;
  const error = (Math.cbrt(square / freedom) - 1 + 2 / (9 * freedom)) / Math.sqrt(2 / (9 * freedom));
  expect(Math.abs(error), `standard errors of χ² ${square} with ${freedom} degrees of freedom`).toBeLessThan(limit);
}

/** Expects numbers to fill bins of equal probability evenly, given their distribution function. */
export function expectDistribution(values: ArrayLike<number>, distribution: (x: number) => number, bins = 64): void {
  const counts = Array.from({ length: bins }, () => 0);
  for (const x of Array.from(values)) counts[Math.min(bins - 1, Math.max(0, Math.floor(distribution(x) * bins)))]!++;
  expectCounts(counts, Array(bins).fill(values.length / bins));
}

/**
 * Expects two series, as far as both reach, to be uncorrelated: of independent numbers, Σ(a − μ)(b − μ) / σ² has mean 0
 * and variance n.
 */
export function expectUncorrelated(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { mean, variance }: Pick<Moments, "mean" | "variance">,
): void {
  const length = Math.min(a.length, b.length);
  let sum = 0;
  for (let at = 0; at < length; at++) sum += (a[at]! - mean) * (b[at]! - mean);
  expect(Math.abs(sum / variance / Math.sqrt(length)), "standard errors of the correlation").toBeLessThan(limit);
}

/** Expects numbers to be uncorrelated with those at each of the distances before them. */
export function expectNoLag(
  values: Float32Array | Uint8Array,
  distances: readonly number[],
  moments: Pick<Moments, "mean" | "variance">,
): void {
  for (const distance of distances) expectUncorrelated(values.subarray(distance), values, moments);
}
