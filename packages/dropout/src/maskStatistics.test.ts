import { backend } from "@nn/testing";
import { generator, ones, type Generator } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { dropout, dropoutWithMask } from "./dropout.ts";

const on = { backend: await backend() };
const count = 16_384;

async function maskOf(source: Generator, probability: number, length = count): Promise<Uint8Array> {
  const { mask } = dropoutWithMask(ones([length], on), { probability, generator: source });
  return Uint8Array.from(await mask.data());
}

/** The correlation of two masks in standard errors: beyond 4 once in 16 000 times. */
function correlation(a: Uint8Array, b: Uint8Array, keep: number): number {
  const total = a.reduce((sum, value, at) => sum + (value - keep) * (b[at]! - keep), 0);
  return total / (keep * (1 - keep)) / Math.sqrt(a.length);
}

describe("masks", () => {
  it.each([0.1, 0.3, 0.5, 0.9])("keep the mean, with the variance of a Bernoulli variable, at p = %d", async (p) => {
    const y = dropout(ones([count], on), { probability: p, generator: generator(4) });
    const data = Float32Array.from(await y.data());
    const mean = data.reduce((sum, value) => sum + value, 0) / count;
    const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    const expected = p / (1 - p);
    expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(expected / count));
    expect(variance / expected).toBeGreaterThan(0.9);
    expect(variance / expected).toBeLessThan(1.1);
  });

  it("are independent between elements, near and far", async () => {
    for (const p of [0.2, 0.5]) {
      const mask = await maskOf(generator(5), p);
      for (const distance of [1, 2, 3, 4, 16, 64, 1024]) {
        expect(Math.abs(correlation(mask.subarray(distance), mask, 1 - p))).toBeLessThan(4);
      }
    }
  });

  it("are independent between calls and seeds", async () => {
    const source = generator(6);
    const masks = [await maskOf(source, 0.3), await maskOf(source, 0.3), await maskOf(generator(7), 0.3)];
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      // prettier-ignore
      expect(Math.abs(correlation(masks[a]!, masks[b]!, 0.7))).toBeLessThan(4);
    }
  });

  it("have keep counts of the binomial distribution", async () => {
    const [blocks, size, keep] = [1024, 16, 0.5];
    const mask = await maskOf(generator(8), 1 - keep);
    const counts = Array.from({ length: size + 1 }, () => 0);
    for (let block = 0; block < blocks; block++) {
      counts[mask.subarray(block * size, (block + 1) * size).reduce((sum, value) => sum + value, 0)]!++;
    }
    // Fewer than 4 and more than 12 of 16 are one class each, so that every class is expected often enough.
    const probability = (kept: number): number => binomial(size, kept) / 2 ** size;
    const classes = Array.from({ length: 11 }, (_, at) => (at === 0 ? [0, 1, 2, 3] : at === 10 ? [13, 14, 15, 16] : [at + 3])); // prettier-ignore
    const square = classes.reduce((sum, members) => {
      const expected = blocks * members.reduce((total, kept) => total + probability(kept), 0);
      const observed = members.reduce((total, kept) => total + counts[kept]!, 0);
      return sum + (observed - expected) ** 2 / expected;
    }, 0);
    // 10 degrees of freedom: 0.1 % to either side.
    expect(square).toBeLessThan(29.6);
    expect(square).toBeGreaterThan(1.48);
  });

  it("are evenly kept at each position over many calls", async () => {
    const [calls, length] = [256, 64];
    const source = generator(9);
    const masks = await Promise.all(Array.from({ length: calls }, () => maskOf(source, 0.5, length)));
    const square = Array.from({ length }, (_, at) => masks.reduce((sum, mask) => sum + mask[at]!, 0)).reduce(
      (sum, kept) => sum + (kept - calls / 2) ** 2 / (calls / 4),
      0,
    );
    // 64 degrees of freedom: 0.1 % to either side.
    expect(square).toBeLessThan(105);
    expect(square).toBeGreaterThan(33);
  });
});

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k;
}
