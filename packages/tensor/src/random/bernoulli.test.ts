import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { bernoulli } from "./bernoulli.ts";
import { generator } from "./generator.ts";
import { uniform } from "./uniform.ts";

const device = await backend();

describe("bernoulli", () => {
  it("is 1 where the uniform number lies below the probability", async () => {
    const numbers = await uniform([200], { backend: device, generator: generator(1) }).data();
    const drawn = bernoulli([200], { backend: device, generator: generator(1), probability: 0.25 });
    expect([...(await drawn.data())]).toEqual([...numbers].map((x) => (x < 0.25 ? 1 : 0)));
  });

  it("is as frequent as it should be", async () => {
    const options = { backend: device, generator: generator(2), probability: 0.3, dtype: "bool" } as const;
    const drawn = bernoulli([100, 100], options);
    const ones = [...(await drawn.data())].reduce((sum, x) => sum + x, 0);
    expect(drawn.dtype).toBe("bool");
    expect(Math.abs(ones / 10_000 - 0.3)).toBeLessThan(0.015);
  });

  it("is certain at 0 and 1", async () => {
    const options = { backend: device, generator: generator(3) };
    expect(await bernoulli([3], { ...options, probability: 0 }).toArray()).toEqual([0, 0, 0]);
    expect(await bernoulli([3], { ...options, probability: 1 }).toArray()).toEqual([1, 1, 1]);
  });

  it("refuses what is no probability", () => {
    expect(() => bernoulli([1], { backend: device, generator: generator(0), probability: 1.5 })).toThrow(
      "bernoulli: expected probability from 0 to 1, got 1.5",
    );
  });
});
