import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { mean } from "./mean.ts";
import { square } from "./square.ts";

const device = await backend();

describe("mean", () => {
  const x = tensor([[1, 2, 3], [4, 5, 9]], { backend: device }); // prettier-ignore

  it("averages over all axes, or over some", async () => {
    expect(await mean(x).toArray()).toBe(4);
    expect(await mean(x, { axes: 0 }).toArray()).toEqual([2.5, 3.5, 6]);
    expect(await mean(x, { axes: -1, keepDims: true }).toArray()).toEqual([[2], [6]]);
  });

  it("is NaN over nothing", async () => {
    expect(await mean(zeros([2, 0], { backend: device }), { axes: 1 }).toArray()).toEqual([NaN, NaN]);
    expect(mean(zeros([0, 2], { backend: device }), { axes: 1 }).shape).toEqual([0]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const input = { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] };
    await checkGradient((a) => mean(a, { axes: 1 }), [input]);
    await checkSecondGradient((a) => square(mean(a, { axes: 0, keepDims: true })), [input]);
  });

  it("refuses integers", () => {
    expect(() => mean(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "mean: expected float32 or float64, got int32; convert with cast",
    );
    expect(() => mean(x, { axes: 2 })).toThrow("mean: expected axis to be an integer from -2 to 1, got 2");
  });
});
