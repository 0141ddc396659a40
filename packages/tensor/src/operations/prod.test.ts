import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { prod } from "./prod.ts";

const device = await backend();

describe("prod", () => {
  const x = tensor([[1, 2, 3], [4, 5, 6]], { backend: device }); // prettier-ignore

  it("multiplies over all axes, or over some", async () => {
    expect(await prod(x).toArray()).toBe(720);
    expect(await prod(x, { axes: 0 }).toArray()).toEqual([4, 10, 18]);
    expect(await prod(x, { axes: -1, keepDims: true }).toArray()).toEqual([[6], [120]]);
    expect(await prod(zeros([2, 0], { backend: device }), { axes: 1 }).toArray()).toEqual([1, 1]);
    expect(await prod(tensor([-3, 7], { backend: device, dtype: "int32" })).item()).toBe(-21);
  });

  it("has gradients, with any number of zeros, and gradients of gradients", async () => {
    const inputs = [
      { data: [1, 2, 3, 4, -5, 6], shape: [2, 3] },
      { data: [1, 0, 3, 0, -5, 0], shape: [2, 3] },
      { data: [0, 0, 0, 0, 0, 2], shape: [2, 3] },
    ];
    for (const input of inputs) {
      await checkGradient((a) => prod(a), [input]);
      await checkGradient((a) => prod(a, { axes: 0 }), [input]);
      await checkSecondGradient((a) => prod(a, { axes: 1, keepDims: true }), [input]);
    }
    await checkGradient((a) => prod(a, { axes: [0, 2] }), [{ data: [1, 2, 0, 4, 5, 6], shape: [3, 2, 1] }]);
    await checkGradient((a) => prod(a), [{ data: [3], shape: [] }]);
  });

  it("refuses bool", () => {
    expect(() => prod(tensor([true], { backend: device }))).toThrow(
      "prod: expected a numeric type, got bool; convert with cast",
    );
  });
});
