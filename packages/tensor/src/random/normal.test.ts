import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { generator } from "./generator.ts";
import { normal } from "./normal.ts";
import { randomBitsOnHost } from "./randomBits.ts";

const device = await backend();

describe("normal", () => {
  it("transforms two uniform numbers", async () => {
    const [key0, key1] = generator(1).next();
    const unit = (position: number): number => (randomBitsOnHost(position, key0, key1) >>> 8) / 2 ** 24;
    const numbers = await normal([5], { backend: device, generator: generator(1) }).data();
    numbers.forEach((actual, i) => {
      const expected = Math.sqrt(-2 * Math.log(1 - unit(2 * i + 1))) * Math.cos(2 * Math.PI * unit(2 * i));
      expect(actual).toBeCloseTo(expected, 4);
    });
  });

  it("has the moments and the quantiles of the distribution", async () => {
    const count = 20_000;
    const drawn = normal([count], { backend: device, generator: generator(2), mean: 3, std: 2 });
    const z = Float64Array.from(await drawn.data(), (x) => (x - 3) / 2);
    const moment = (order: number): number => z.reduce((sum, x) => sum + x ** order, 0) / count;
    expect(Math.abs(moment(1))).toBeLessThan(0.025);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.04);
    expect(Math.abs(moment(3))).toBeLessThan(0.08);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.25);
    const within = (limit: number): number => z.filter((x) => Math.abs(x) < limit).length / count;
    expect(Math.abs(within(1) - 0.6827)).toBeLessThan(0.012);
    expect(Math.abs(within(2) - 0.9545)).toBeLessThan(0.006);
    expect(z.every(Number.isFinite)).toBe(true);
  });

  it("refuses what it cannot draw", () => {
    const options = { backend: device, generator: generator(6) };
    expect(() => normal([1], { ...options, std: -1 })).toThrow(
      "normal: expected finite mean and std ≥ 0, got 0 and -1",
    );
    expect(() => normal([1], { ...options, dtype: "bool" })).toThrow("normal: expected float32 or float64, got bool");
  });
});
