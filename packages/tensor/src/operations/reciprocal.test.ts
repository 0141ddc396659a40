import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { reciprocal } from "./reciprocal.ts";

const device = await backend();

describe("reciprocal", () => {
  it("is 1 over x", async () => {
    const x = tensor([4, -0.25, 0, Infinity, NaN], { backend: device });
    expectClose(await reciprocal(x).data(), [0.25, -4, Infinity, 0, NaN]);
  });

  it("keeps shapes", () => {
    expect(reciprocal(zeros([], { backend: device })).shape).toEqual([]);
    expect(reciprocal(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -3], shape: [2] };
    await checkGradient(reciprocal, [x]);
    await checkSecondGradient(reciprocal, [x]);
  });

  it("refuses integers", () => {
    expect(() => reciprocal(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "reciprocal: expected float32 or float64, got int32; convert with cast",
    );
  });
});
