import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { statistics } from "../explain.ts";
import { generator } from "./generator.ts";
import { randomBitsOnHost } from "./randomBits.ts";
import { uniform } from "./uniform.ts";

const device = await backend();
const count = 20_000;

async function draw(seed: number, calls = 1): Promise<Float32Array[]> {
  const source = generator(seed);
  const draws = Array.from({ length: calls }, () => uniform([count], { backend: device, generator: source }));
  return Promise.all(draws.map(async (drawn) => Float32Array.from(await drawn.data())));
}

/** Pearson's χ² of counts against equal expectations. */
function chiSquare(buckets: readonly number[], total: number): number {
  const expected = total / buckets.length;
  return buckets.reduce((sum, observed) => sum + (observed - expected) ** 2 / expected, 0);
}

function correlation(x: Float32Array, y: Float32Array): number {
  let sum = 0;
  x.forEach((value, position) => (sum += (value - 0.5) * (y[position]! - 0.5)));
  return (12 * sum) / x.length;
}

describe("uniform", () => {
  it("takes the upper 24 bits of each element's hash", async () => {
    const [key0, key1] = generator(42).next();
    const expected = [0, 1, 2, 3, 4, 5].map((position) => (randomBitsOnHost(position, key0, key1) >>> 8) / 2 ** 24);
    const drawn = uniform([2, 3], { backend: device, generator: generator(42) });
    expect([...(await drawn.data())]).toEqual(expected);
    expect([drawn.shape, drawn.dtype]).toEqual([[2, 3], "float32"]);
  });

  it("has the moments of the distribution", async () => {
    const [numbers] = await draw(1);
    const mean = numbers!.reduce((sum, x) => sum + x, 0) / count;
    const square = numbers!.reduce((sum, x) => sum + x * x, 0) / count;
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.01);
    expect(Math.abs(square - 1 / 3)).toBeLessThan(0.01);
    expect(Math.min(...numbers!)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers!)).toBeLessThan(1);
  });

  it("fills 100 buckets evenly", async () => {
    const [numbers] = await draw(2);
    const buckets = Array.from({ length: 100 }, () => 0);
    numbers!.forEach((x) => buckets[Math.floor(x * 100)]!++);
    // 99 degrees of freedom: 0.1 % to either side.
    expect(chiSquare(buckets, count)).toBeLessThan(149);
    expect(chiSquare(buckets, count)).toBeGreaterThan(60);
  });

  it("is independent between neighbours, calls and seeds", async () => {
    const [first, second] = await draw(10, 2);
    const [other] = await draw(11);
    const neighbours = correlation(first!.subarray(1), first!);
    for (const value of [neighbours, correlation(first!, second!), correlation(first!, other!)]) {
      expect(Math.abs(value)).toBeLessThan(0.03);
    }
    const pairs = Array.from({ length: 64 }, () => 0);
    first!.forEach((x, position) => pairs[8 * Math.floor(8 * x) + Math.floor(8 * second![position]!)]!++);
    // 63 degrees of freedom: 0.1 %.
    expect(chiSquare(pairs, count)).toBeLessThan(104);
  });

  it("moves and scales", async () => {
    const drawn = uniform([1000], { backend: device, generator: generator(3), low: -2, high: 6 });
    const numbers = [...(await drawn.data())];
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...numbers)).toBeLessThan(6);
    expect(Math.abs(numbers.reduce((sum, x) => sum + x, 0) / 1000 - 2)).toBeLessThan(0.3);
    const constant = uniform([2], { backend: device, generator: generator(3), low: 5, high: 5 });
    expect(await constant.toArray()).toEqual([5, 5]);
  });

  it("compiles once for all seeds and calls", async () => {
    const source = generator(4);
    await uniform([7, 3], { backend: device, generator: source }).data();
    const { compiled } = statistics(device);
    await uniform([7, 3], { backend: device, generator: source }).data();
    expect(statistics(device).compiled).toBe(compiled);
  });

  it("draws empty tensors, scalars and leaves", async () => {
    const options = { backend: device, generator: generator(5) };
    expect(await uniform([0, 2], options).toArray()).toEqual([]);
    expect(uniform([], options).shape).toEqual([]);
    expect(uniform([1], { ...options, requiresGradient: true }).requiresGradient).toBe(true);
  });

  it("refuses what it cannot draw", () => {
    const options = { backend: device, generator: generator(6) };
    expect(() => uniform([1], { ...options, low: 1, high: 0 })).toThrow(
      "uniform: expected finite low ≤ high, got 1 and 0",
    );
    expect(() => uniform([1], { ...options, dtype: "int32" })).toThrow(
      "uniform: expected float32 or float64, got int32",
    );
    expect(() => uniform([-1], options)).toThrow("uniform: expected sizes to be integers of at least 0, got [-1]");
  });
});
