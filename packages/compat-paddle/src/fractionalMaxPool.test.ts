import { arange, generator, reshape, tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { FractionalMaxPool2D, FractionalMaxPool3D } from "./fractionalMaxPool.ts";

const on = { backend: await backend() };

describe("FractionalMaxPool2D", () => {
  const x = tensor([[[[2, 4, 3, 1, 5, 2, 3]]]], on);

  it("has windows end to end by default", async () => {
    // α = 1.4 and u = 0.3 · min(3 / 1.4 − 1, 7 / 1.4 − 4) = 0.3: windows start at 0, 1, 3, 4 and 6.
    const [output, mask] = new FractionalMaxPool2D([1, 5], { randomU: 0.3, returnMask: true }).forward(x);
    expect([...(await output.data())]).toEqual([2, 4, 1, 5, 3]);
    expect([...(await mask.data())]).toEqual([0, 1, 3, 4, 6]);
  });

  it("scales u where the step is above 2", async () => {
    // α = 8 / 3 and u = 0.9 · min(4 / α − 1, 7 / α − 2) = 0.9 · 0.5: windows start at ⌊(i + 0.45) · 8 / 3⌋ − 1 = 0, 2, 5.
    const { indices } = new FractionalMaxPool2D([1, 3], { randomU: 0.9 }).forwardWithIndices(
      reshape(arange(8, on), [1, 1, 1, 8]),
    );
    expect([...(await indices.data())]).toEqual([1, 4, 7]);
  });

  it("has windows of a size that overlap", async () => {
    // α = (7 − 2) / 3 and u = 0.5: windows start at ⌊(i + 0.5) · 5 / 3⌋ = 0, 2, 4 and 5.
    const pool = new FractionalMaxPool2D([1, 4], { kernelSize: [1, 2], randomU: 0.5 });
    expect([...(await pool.forward(x).data())]).toEqual([4, 3, 5, 3]);
  });

  it("has one random number for a call, and another for the next", async () => {
    const wide = reshape(arange(3 * 32, on), [1, 3, 1, 32]);
    const pool = new FractionalMaxPool2D([1, 13], { generator: generator(1), returnMask: true });
    const calls = [1, 2, 3, 4].map(() => pool.forward(wide));
    const masks = await Promise.all(calls.map(async ([, mask]) => [...(await mask.data())]));
    expect(new Set(masks.map((mask) => mask.join())).size).toBeGreaterThan(1);
    const [one] = masks;
    expect(one!.slice(13)).toEqual([...one!.slice(0, 13), ...one!.slice(0, 13)]);
    const again = new FractionalMaxPool2D([1, 13], { generator: generator(1) }).forwardWithIndices(wide);
    expect([...(await again.indices.data())]).toEqual(one);
  });

  it("keeps the input's size where none is given", async () => {
    const cube = reshape(arange(12, on), [1, 1, 3, 2, 2]);
    const pool = new FractionalMaxPool3D([null, 1, null], { randomU: 0.5 });
    expect(pool.forward(cube).shape).toEqual([1, 1, 3, 1, 2]);
    expect([...(await pool.forward(cube).data())]).toEqual([2, 3, 6, 7, 10, 11]);
    expect(pool.toString()).toBe("FractionalMaxPool3D(outputSize=[null,1,null], randomU=0.5)");
  });

  it("refuses other options", () => {
    expect(() => new FractionalMaxPool2D(2, { randomU: 1 })).toThrow(
      "FractionalMaxPool2D: expected randomU above 0 and below 1, got 1",
    );
    expect(() => new FractionalMaxPool2D([1, 2, 3])).toThrow(
      "FractionalMaxPool2D: expected outputSize as a positive integer, null, or 2 such, got [1,2,3]",
    );
  });
});
