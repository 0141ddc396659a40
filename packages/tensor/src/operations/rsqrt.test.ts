import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { rsqrt } from "./rsqrt.ts";

const device = await backend();

describe("rsqrt", () => {
  it("is 1 over the square root", async () => {
    const x = tensor([4, 0.25, 0, -1, Infinity, NaN], { backend: device });
    expectClose(await rsqrt(x).data(), [0.5, 2, Infinity, NaN, 0, NaN]);
  });

  it("keeps shapes", () => {
    expect(rsqrt(zeros([], { backend: device })).shape).toEqual([]);
    expect(rsqrt(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, 3], shape: [2] };
    await checkGradient(rsqrt, [x]);
    await checkSecondGradient(rsqrt, [x]);
  });

  it("refuses integers", () => {
    expect(() => rsqrt(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "rsqrt: expected float32 or float64, got int32; convert with cast",
    );
  });
});
