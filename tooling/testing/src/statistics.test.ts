import { describe, expect, it } from "vitest";
import { expectCounts, expectDistribution, expectMoments, expectNoLag, expectUncorrelated } from "./statistics.ts";

/** A hundred numbers spread evenly over [0, 1]. */
const even = Array.from({ length: 100 }, (_, at) => (at + 0.5) / 100);
const uniform = { mean: 1 / 2, variance: 1 / 12, kurtosis: 1.8 };

describe("expectMoments", () => {
  it("takes 4.5 standard errors of the mean and of the variance", () => {
    expectMoments(even, uniform);
    // One standard error of the mean is √(1/12 / 100) = 0.0289.
    expectMoments(even.map((x) => x + 0.04), uniform); // prettier-ignore
    expect(() => expectMoments(even.map((x) => x + 0.14), uniform)).toThrow("standard errors"); // prettier-ignore
    // One of the variance is √0.8 / 10 = 8.9 %.
    const wider = (factor: number): number[] => even.map((x) => 0.5 + (x - 0.5) * Math.sqrt(factor));
    expectMoments(wider(1.35), uniform);
    expect(() => expectMoments(wider(1.45), uniform)).toThrow("variance");
    expect(() => expectMoments(wider(0.55), uniform)).toThrow("variance");
  });
});

describe("expectCounts", () => {
  it("refuses counts that are too far off, and too even ones", () => {
    const expected = Array<number>(50).fill(100);
    const away = (by: number): number[] => expected.map((count, at) => count + (at % 2 ? by : -by));
    expectCounts(away(10), expected); // χ² = 50
    expect(() => expectCounts(away(15), expected)).toThrow("χ² 112.5 with 49 degrees of freedom");
    expect(() => expectCounts(away(5), expected)).toThrow("χ² 12.5");
  });
});

describe("expectDistribution", () => {
  it("counts in bins of equal probability", () => {
    const squares = Array.from({ length: 1000 }, (_, at) => ((at * 0.618) % 1) ** 2);
    expect(() => expectDistribution(squares, (x) => x, 10)).toThrow("χ²");
    const noisy = Array.from({ length: 1000 }, (_, at) => Math.abs(Math.sin(at * at) * 10_000) % 1);
    expectDistribution(noisy, (x) => x, 10);
  });
});

describe("expectUncorrelated", () => {
  it("takes 4.5 standard errors", () => {
    const signs = Float32Array.from({ length: 100 }, (_, at) => (at % 2 ? 1 : -1));
    const moments = { mean: 0, variance: 1 };
    const pairs = Float32Array.from({ length: 100 }, (_, at) => (at % 4 < 2 ? 1 : -1));
    expectUncorrelated(signs, pairs, moments);
    expect(() => expectUncorrelated(signs, signs, moments)).toThrow("standard errors of the correlation");
    expectNoLag(pairs, [1], moments);
    expect(() => expectNoLag(pairs, [1, 2], moments)).toThrow("standard errors of the correlation");
  });
});
