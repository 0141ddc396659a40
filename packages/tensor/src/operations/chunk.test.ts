import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { zeros } from "../create.ts";
import { chunk } from "./chunk.ts";
import { square } from "./square.ts";

const device = await backend();

describe("chunk", () => {
  it("cuts into a number of pieces, fewer where the axis is used up", () => {
    const sizes = (size: number, count: number): number[] =>
      chunk(zeros([size], { backend: device }), count).map((part) => part.size);
    expect(sizes(6, 3)).toEqual([2, 2, 2]);
    expect(sizes(7, 3)).toEqual([3, 3, 1]);
    expect(sizes(5, 4)).toEqual([2, 2, 1]);
    expect(sizes(0, 2)).toEqual([0]);
    expect(chunk(zeros([2, 4], { backend: device }), 2, -1)[1]!.shape).toEqual([2, 2]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const input = { data: [-1, 1.5, 0.5, -0.5, 2, 1], shape: [2, 3] };
    await checkGradient((x) => chunk(x, 2, 1), [input]);
    await checkSecondGradient((x) => chunk(square(x), 2, 1), [input]);
  });

  it("refuses counts below 1", () => {
    expect(() => chunk(zeros([1], { backend: device }), 0)).toThrow(
      "chunk: expected count to be an integer of at least 1, got 0",
    );
  });
});
