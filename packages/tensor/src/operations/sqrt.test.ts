import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { sqrt } from "./sqrt.ts";

const device = await backend();

describe("sqrt", () => {
  it("is the square root", async () => {
    const x = tensor([0, 2, 6.25, -1, Infinity, NaN], { backend: device });
    expectClose(await sqrt(x).data(), [0, 1.4142135, 2.5, NaN, Infinity, NaN]);
  });

  it("keeps shapes", () => {
    expect(sqrt(zeros([], { backend: device })).shape).toEqual([]);
    expect(sqrt(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, 3], shape: [2] };
    await checkGradient(sqrt, [x]);
    await checkSecondGradient(sqrt, [x]);
  });

  it("refuses integers", () => {
    expect(() => sqrt(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "sqrt: expected float32 or float64, got int32; convert with cast",
    );
  });
});
