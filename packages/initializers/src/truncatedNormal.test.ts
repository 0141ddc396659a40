import { generator } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { truncatedNormal, type TruncatedNormalOptions } from "./truncatedNormal.ts";

async function draw(options: Partial<TruncatedNormalOptions> = {}): Promise<number[]> {
  const all = { backend: await backend(), generator: generator(3), ...options };
  return [...(await truncatedNormal([100, 200], all).data())].sort((a, b) => a - b);
}

describe("truncatedNormal", () => {
  it("is the normal distribution between its bounds", async () => {
    const sorted = await draw();
    expect(sorted[0]).toBeGreaterThanOrEqual(-2);
    expect(sorted.at(-1)).toBeLessThanOrEqual(2);
    // The distribution function of the truncated normal, from a table of Φ.
    const below = (x: number): number => sorted.filter((value) => value < x).length / sorted.length;
    const expected = [[-1.5, 0.04615], [-1, 0.14239], [0, 0.5], [0.5, 0.70059], [1, 0.85761], [1.9, 0.99375]]; // prettier-ignore
    for (const [x, share] of expected) expect(Math.abs(below(x!) - share!)).toBeLessThan(0.014);
  });

  it("is precise in the tails", async () => {
    const sorted = await draw({ low: -4.5, high: -3 });
    expect(sorted[0]).toBeGreaterThanOrEqual(-4.5);
    expect(sorted.at(-1)).toBeLessThanOrEqual(-3);
    const median = sorted[sorted.length / 2]!;
    expect(median).toBeCloseTo(-3.2046, 1); // Φ⁻¹((Φ(-3) + Φ(-4.5)) / 2)
  });

  it("has any mean and deviation", async () => {
    const sorted = await draw({ mean: 10, std: 2, low: 8, high: Infinity });
    expect(sorted[0]).toBeGreaterThanOrEqual(8);
    expect(sorted.every(Number.isFinite)).toBe(true);
    const mean = sorted.reduce((sum, x) => sum + x, 0) / sorted.length;
    expect(Math.abs(mean - 10.5752)).toBeLessThan(0.05); // 10 + 2 φ(1) / Φ(1)
  });

  it("refuses bounds in the wrong order", async () => {
    await expect(draw({ low: 1, high: 1 })).rejects.toThrow(
      "truncatedNormal: expected std > 0 and low < high, got std 1 from 1 to 1",
    );
    await expect(draw({ std: 0 })).rejects.toThrow(
      "truncatedNormal: expected std > 0 and low < high, got std 0 from -2 to 2",
    );
  });
});
