import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { argmax } from "./argmax.ts";

const device = await backend();

describe("argmax", () => {
  const x = tensor([[3, 1, 3], [4, 1, 9]], { backend: device }); // prettier-ignore

  it("gives the first position, as int32", async () => {
    const flat = argmax(x);
    expect([flat.dtype, flat.shape]).toEqual(["int32", []]);
    expect(await flat.item()).toBe(5);
    expect(await argmax(x, { axis: 0 }).toArray()).toEqual([1, 0, 1]);
    expect(await argmax(x, { axis: -1, keepDims: true }).toArray()).toEqual([[0], [2]]);
  });

  it("gives the position of the first NaN", async () => {
    expect(await argmax(tensor([1, NaN, 9, NaN, -9], { backend: device })).item()).toBe(1);
  });

  it("passes no gradient", () => {
    const input = tensor([1, 2], { backend: device, requiresGradient: true });
    expect(argmax(input).requiresGradient).toBe(false);
  });

  it("refuses to choose from nothing", () => {
    expect(() => argmax(zeros([0], { backend: device }))).toThrow(
      "argmax: expected at least one element along the reduced axes, got [0]",
    );
    expect(() => argmax(x, { axis: 2 })).toThrow("argmax: expected axis to be an integer from -2 to 1, got 2");
  });
});
