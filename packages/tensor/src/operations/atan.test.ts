import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { atan } from "./atan.ts";

const device = await backend();

describe("atan", () => {
  it("is the angle of a tangent", async () => {
    const x = tensor([0, 1, -1, Infinity, NaN], { backend: device });
    expectClose(await atan(x).data(), [0, Math.PI / 4, -Math.PI / 4, Math.PI / 2, NaN]);
  });

  it("keeps shapes", () => {
    expect(atan(zeros([], { backend: device })).shape).toEqual([]);
    expect(atan(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -2], shape: [2] };
    await checkGradient(atan, [x]);
    await checkSecondGradient(atan, [x]);
  });

  it("refuses integers", () => {
    expect(() => atan(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "atan: expected float32 or float64, got int32; convert with cast",
    );
  });
});
