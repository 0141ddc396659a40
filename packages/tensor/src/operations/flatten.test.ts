import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { zeros } from "../create.ts";
import { flatten } from "./flatten.ts";
import { square } from "./square.ts";

const device = await backend();

describe("flatten", () => {
  it("joins axes, all by default", () => {
    const x = zeros([2, 3, 4, 5], { backend: device });
    expect(flatten(x).shape).toEqual([120]);
    expect(flatten(x, 1).shape).toEqual([2, 60]);
    expect(flatten(x, 1, -2).shape).toEqual([2, 12, 5]);
    expect(flatten(x, 2, 2).shape).toEqual([2, 3, 4, 5]);
    expect(flatten(zeros([], { backend: device })).shape).toEqual([1]);
    expect(flatten(zeros([0, 3], { backend: device })).shape).toEqual([0]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const input = { data: [-1, 1.5, 0.5, -0.5], shape: [2, 1, 2] };
    await checkGradient((x) => flatten(x, 1), [input]);
    await checkSecondGradient((x) => flatten(square(x), 1), [input]);
  });

  it("refuses axes out of order", () => {
    expect(() => flatten(zeros([2, 3], { backend: device }), 1, 0)).toThrow(
      "flatten: expected start ≤ end, got axes 1 and 0",
    );
  });
});
