import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { zeros } from "../create.ts";
import { chunk } from "./chunk.ts";

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

  it("refuses counts below 1", () => {
    expect(() => chunk(zeros([1], { backend: device }), 0)).toThrow(
      "chunk: expected count to be an integer of at least 1, got 0",
    );
  });
});
