import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { zeros } from "../create.ts";
import { square } from "./square.ts";
import { squeeze } from "./squeeze.ts";

const device = await backend();

describe("squeeze", () => {
  it("removes axes of size 1", () => {
    const x = zeros([1, 2, 1, 0], { backend: device });
    expect(squeeze(x).shape).toEqual([2, 0]);
    expect(squeeze(x, 0).shape).toEqual([2, 1, 0]);
    expect(squeeze(x, [-2, 0]).shape).toEqual([2, 0]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const input = { data: [-1, 1.5, 0.5], shape: [1, 3, 1] };
    await checkGradient((x) => squeeze(x), [input]);
    await checkSecondGradient((x) => squeeze(square(x)), [input]);
  });

  it("refuses other sizes", () => {
    expect(() => squeeze(zeros([1, 2], { backend: device }), 1)).toThrow(
      "squeeze: expected size 1 in axis 1, got [1, 2]",
    );
  });
});
