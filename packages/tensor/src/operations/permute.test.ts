import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { arange, zeros } from "../create.ts";
import { mul } from "./mul.ts";
import { permute } from "./permute.ts";
import { reshape } from "./reshape.ts";

const device = await backend();

describe("permute", () => {
  it("orders the axes", async () => {
    const x = reshape(arange(6, { backend: device }), [1, 2, 3]);
    const y = permute(x, [2, 0, 1]);
    expect(y.shape).toEqual([3, 1, 2]);
    expect(await y.toArray()).toEqual([[[0, 3]], [[1, 4]], [[2, 5]]]);
    expect(permute(x, [-1, 0, 1]).shape).toEqual([3, 1, 2]);
  });

  it("gives the tensor itself where nothing moves", () => {
    const x = zeros([2, 3], { backend: device });
    expect(permute(x, [0, 1])).toBe(x);
    const scalar = zeros([], { backend: device });
    expect(permute(scalar, [])).toBe(scalar);
    expect(permute(zeros([0, 3], { backend: device }), [1, 0]).shape).toEqual([3, 0]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [1, 2, 3, 4, 5, 6], shape: [1, 2, 3] };
    await checkGradient((a) => permute(a, [2, 0, 1]), [x]);
    await checkSecondGradient((a) => mul(permute(a, [2, 0, 1]), permute(a, [2, 0, 1])), [x]);
  });

  it("refuses what is no order of the axes", () => {
    const x = zeros([2, 3], { backend: device });
    expect(() => permute(x, [0, 0])).toThrow("permute: expected each of the 2 axes once, got [0, 0] for input [2, 3]");
    expect(() => permute(x, [0])).toThrow("got [0] for input [2, 3]");
    expect(() => permute(x, [0, 2])).toThrow("permute: expected axis to be an integer from -2 to 1, got 2");
  });
});
