import { backend, checkGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { arange, zeros } from "../create.ts";
import { roll } from "./roll.ts";
import { reshape } from "./reshape.ts";

const device = await backend();

describe("roll", () => {
  it("moves elements around", async () => {
    const x = arange(5, { backend: device });
    expect(await roll(x, 2, 0).toArray()).toEqual([3, 4, 0, 1, 2]);
    expect(await roll(x, -11, 0).toArray()).toEqual([1, 2, 3, 4, 0]);
    expect(await roll(reshape(x, [1, 5]), 1, -1).toArray()).toEqual([[4, 0, 1, 2, 3]]);
    expect(await roll(zeros([0], { backend: device }), 1, 0).toArray()).toEqual([]);
  });

  it("has gradients", async () => {
    await checkGradient((a) => roll(a, 2, 1), [{ data: [1, 2, 3, 4, 5, 6], shape: [2, 3] }]);
  });

  it("refuses fractions", () => {
    expect(() => roll(zeros([1], { backend: device }), 0.5, 0)).toThrow(
      "roll: expected shift to be an integer, got 0.5",
    );
  });
});
