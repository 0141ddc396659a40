import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { expm1 } from "./expm1.ts";

const device = await backend();

describe("expm1", () => {
  it("is e to the power less 1, small or large", async () => {
    const x = tensor([0, 1, 1e-10, -Infinity, NaN], { backend: device });
    expectClose(await expm1(x).data(), [0, 1.7182818, 1e-10, -1, NaN]);
  });

  it("keeps shapes", () => {
    expect(expm1(zeros([], { backend: device })).shape).toEqual([]);
    expect(expm1(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -2, 0], shape: [3] };
    await checkGradient(expm1, [x]);
    await checkSecondGradient(expm1, [x]);
  });

  it("refuses integers", () => {
    expect(() => expm1(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "expm1: expected float32 or float64, got int32; convert with cast",
    );
  });
});
