import { backend } from "@nn/testing";
import { arange, reshape, tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { Flatten, flatten } from "./flatten.ts";

const device = await backend();

describe("flatten", () => {
  it("merges axes in row-major order", async () => {
    const input = reshape(arange(6, { backend: device }), [1, 2, 3]);
    expect(await flatten(input).toArray()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await flatten(input, { startAxis: 1 }).toArray()).toEqual([[0, 1, 2, 3, 4, 5]]);
    expect(await flatten(input, { endAxis: 1 }).toArray()).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  it("makes a scalar a vector of one", () => {
    expect(flatten(tensor(3, { backend: device })).shape).toEqual([1]);
  });

  it("keeps an empty batch", () => {
    expect(new Flatten().forward(zeros([0, 2, 3], { backend: device })).shape).toEqual([0, 6]);
  });

  it("refuses axes in the wrong order", () => {
    expect(() => flatten(zeros([2, 3, 4], { backend: device }), { startAxis: 2, endAxis: 0 })).toThrow(
      "flatten: expected startAxis before endAxis, got startAxis 2 and endAxis 0 for [2, 3, 4]",
    );
  });
});
