import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { div } from "./div.ts";

const device = await backend();

describe("div", () => {
  it("divides", async () => {
    const x = tensor([1, 2, -3, 1, 0], { backend: device });
    const y = tensor([4, 2, 6, 0, 0], { backend: device });
    expectClose(await div(x, y).data(), [0.25, 1, -0.5, Infinity, NaN]);
  });

  it("takes numbers on either side", async () => {
    const x = tensor([1, 2], { backend: device });
    expect(await div(x, 2).toArray()).toEqual([0.5, 1]);
    expect(await div(10, x).toArray()).toEqual([10, 5]);
  });

  it("broadcasts", () => {
    const shapeOf = (a: number[], b: number[]): readonly number[] =>
      div(zeros(a, { backend: device }), zeros(b, { backend: device })).shape;
    expect(shapeOf([2, 1], [3])).toEqual([2, 3]);
    expect(shapeOf([], [2])).toEqual([2]);
    expect(shapeOf([0, 3], [1, 1])).toEqual([0, 3]);
    expect(() => shapeOf([2], [3])).toThrow("div: shapes [2] and [3] do not broadcast");
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1.25, 2.25, 3.5, -4, 0.75], shape: [2, 3] };
    const y = { data: [3, -2.5, 1.5], shape: [3] };
    await checkGradient(div, [x, y]);
    await checkSecondGradient(div, [x, y]);
    await checkGradient((a) => div(a, 2.5), [x]);
    await checkGradient((a) => div(2.75, a), [y]);
  });

  it("refuses types that do not fit", () => {
    const x = tensor([1], { backend: device });
    expect(() => div(x, tensor([1], { backend: device, dtype: "uint32" }))).toThrow(
      "div: expected tensors of one type, got float32 and uint32; convert one with cast",
    );
    expect(() => div(1, 2)).toThrow("div: expected at least one tensor, got numbers only");
    const whole = tensor([1], { backend: device, dtype: "int32" });
    expect(() => div(whole, whole)).toThrow("div: expected float32 or float64, got int32; convert with cast");
  });
});
