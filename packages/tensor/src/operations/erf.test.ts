import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { erf } from "./erf.ts";

const device = await backend();

describe("erf", () => {
  it("is the error function", async () => {
    const x = tensor([0, 0.5, -1, 4, Infinity, NaN], { backend: device });
    expectClose(await erf(x).data(), [0, 0.5204999, -0.8427008, 1, 1, NaN]);
  });

  it("keeps shapes", () => {
    expect(erf(zeros([], { backend: device })).shape).toEqual([]);
    expect(erf(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1.5], shape: [2] };
    await checkGradient(erf, [x]);
    await checkSecondGradient(erf, [x]);
  });

  it("refuses integers", () => {
    expect(() => erf(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "erf: expected float32 or float64, got int32; convert with cast",
    );
  });
});
