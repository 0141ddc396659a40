import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { argmin } from "./argmin.ts";

const device = await backend();

describe("argmin", () => {
  const x = tensor([[3, 1, 3], [4, 1, 9]], { backend: device }); // prettier-ignore

  it("gives the first position, as int32", async () => {
    const flat = argmin(x);
    expect([flat.dtype, flat.shape]).toEqual(["int32", []]);
    expect(await flat.item()).toBe(1);
    expect(await argmin(x, { axis: 0 }).toArray()).toEqual([0, 0, 0]);
    expect(await argmin(x, { axis: -1, keepDims: true }).toArray()).toEqual([[1], [1]]);
  });

  it("gives the position of the first NaN", async () => {
    expect(await argmin(tensor([1, NaN, 9, NaN, -9], { backend: device })).item()).toBe(1);
  });

  it("passes no gradient", () => {
    const input = tensor([1, 2], { backend: device, requiresGradient: true });
    expect(argmin(input).requiresGradient).toBe(false);
  });

  it("refuses to choose from nothing", () => {
    expect(() => argmin(zeros([0], { backend: device }))).toThrow(
      "argmin: expected at least one element along the reduced axes, got [0]",
    );
    expect(() => argmin(x, { axis: 2 })).toThrow("argmin: expected axis to be an integer from -2 to 1, got 2");
  });
});
