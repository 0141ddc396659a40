import { backend, checkGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { arange, tensor } from "../create.ts";
import { slice } from "./slice.ts";
import { sum } from "./sum.ts";
import { mul } from "./mul.ts";
import { unslice } from "./unslice.ts";

const device = await backend();

describe("unslice", () => {
  it("puts elements where the slice takes them from", async () => {
    const options = { starts: [5], steps: [-2], sizes: [3] };
    expect(await unslice(tensor([1, 2, 3], { backend: device }), [7], options).toArray()).toEqual([
      0, 3, 0, 2, 0, 1, 0,
    ]);
  });

  it("is the adjoint of the slice", async () => {
    const x = arange(25, { backend: device, start: 1 });
    for (const [start, step] of [
      [0, 1],
      [3, 4],
      [20, -5],
      [23, -1],
    ] as const) {
      const part = slice(x, [{ start, step }]);
      const y = arange(part.size + 2, { backend: device, start: 2 });
      const spread = unslice(y, [24], { starts: [start], steps: [step], sizes: [part.size] });
      expect(await sum(mul(part, y)).item()).toBe(await sum(mul(x, spread)).item());
    }
  });

  it("has gradients", async () => {
    const options = { starts: [1, 2], steps: [1, -2], sizes: [2, 2] };
    await checkGradient((a) => unslice(a, [4, 3], options), [{ data: [1, 2, 3, 4], shape: [2, 2] }]);
  });
});
