import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { generator } from "./generator.ts";
import { randint } from "./randint.ts";
import { randomBitsOnHost } from "./randomBits.ts";

const device = await backend();

describe("randint", () => {
  it("is a remainder of the bits", async () => {
    const [key0, key1] = generator(1).next();
    const drawn = randint([6], { backend: device, generator: generator(1), low: -3, high: 7 });
    const expected = [0, 1, 2, 3, 4, 5].map((position) => (randomBitsOnHost(position, key0, key1) % 10) - 3);
    expect(drawn.dtype).toBe("int32");
    expect(await drawn.toArray()).toEqual(expected);
  });

  it("gives all integers of the range equally often", async () => {
    const numbers = await randint([10_000], { backend: device, generator: generator(2), high: 10 }).data();
    const buckets = Array.from({ length: 10 }, () => 0);
    numbers.forEach((x) => buckets[x]!++);
    const chiSquare = buckets.reduce((sum, observed) => sum + (observed - 1000) ** 2 / 1000, 0);
    // 9 degrees of freedom: 0.1 %.
    expect(chiSquare).toBeLessThan(27.9);
  });

  it("covers all of int32", async () => {
    const options = { backend: device, generator: generator(3), low: -(2 ** 31), high: 2 ** 31 - 1 };
    const numbers = [...(await randint([100], options).data())];
    expect(Math.min(...numbers)).toBeLessThan(-(2 ** 30));
    expect(Math.max(...numbers)).toBeGreaterThan(2 ** 30);
  });

  it("refuses empty and fractional ranges", () => {
    const options = { backend: device, generator: generator(0) };
    expect(() => randint([1], { ...options, high: 0 })).toThrow(
      "randint: expected integers low < high within int32, got 0 and 0",
    );
    expect(() => randint([1], { ...options, high: 1.5 })).toThrow("got 0 and 1.5");
  });
});
