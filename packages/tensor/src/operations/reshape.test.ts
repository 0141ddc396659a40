import { backend, checkGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { arange, ones, zeros } from "../create.ts";
import { reshape } from "./reshape.ts";

const device = await backend();

describe("reshape", () => {
  const x = arange(6, { backend: device });

  it("keeps the elements in their order", async () => {
    expect(await reshape(x, [2, 3]).toArray()).toEqual([[0, 1, 2], [3, 4, 5]]); // prettier-ignore
    expect(await reshape(reshape(x, [2, 3]), [3, 2]).toArray()).toEqual([[0, 1], [2, 3], [4, 5]]); // prettier-ignore
    expect(reshape(x, [6])).toBe(x);
  });

  it("finds one size by itself", () => {
    expect(reshape(x, [2, -1]).shape).toEqual([2, 3]);
    expect(reshape(x, [-1, 1]).shape).toEqual([6, 1]);
    expect(reshape(zeros([0, 4], { backend: device }), [-1, 2]).shape).toEqual([0, 2]);
  });

  it("knows scalars and empty tensors", async () => {
    expect(await reshape(ones([], { backend: device }), [1, 1]).toArray()).toEqual([[1]]);
    expect(await reshape(ones([1, 1], { backend: device }), []).toArray()).toBe(1);
    expect(reshape(zeros([0, 3], { backend: device }), [5, 0]).shape).toEqual([5, 0]);
  });

  it("has gradients", async () => {
    await checkGradient((a) => reshape(a, [3, 2]), [{ data: [1, 2, 3, 4, 5, 6], shape: [2, 3] }]);
  });

  it("refuses other numbers of elements", () => {
    expect(() => reshape(x, [4])).toThrow("reshape: expected a shape of 6 elements for input [6], got [4]");
    expect(() => reshape(x, [4, -1])).toThrow("reshape: expected a shape of 6 elements for input [6], got [4, -1]");
    expect(() => reshape(x, [-1, -1])).toThrow("got [-1, -1]");
    expect(() => reshape(x, [1.5, 4])).toThrow("reshape: expected sizes to be integers of at least 0, got [1.5, 4]");
  });
});
