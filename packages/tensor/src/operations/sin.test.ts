import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { sin } from "./sin.ts";

const device = await backend();

describe("sin", () => {
  it("is the sine", async () => {
    const x = tensor([0, Math.PI / 6, Math.PI / 2, -Math.PI / 2, NaN], { backend: device });
    expectClose(await sin(x).data(), [0, 0.5, 1, -1, NaN]);
  });

  it("keeps shapes", () => {
    expect(sin(zeros([], { backend: device })).shape).toEqual([]);
    expect(sin(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -2], shape: [2] };
    await checkGradient(sin, [x]);
    await checkSecondGradient(sin, [x]);
  });

  it("refuses integers", () => {
    expect(() => sin(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "sin: expected float32 or float64, got int32; convert with cast",
    );
  });
});
