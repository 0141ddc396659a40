import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { tanh } from "./tanh.ts";

const device = await backend();

describe("tanh", () => {
  it("is the hyperbolic tangent", async () => {
    const x = tensor([0, 1, -1, 100, -Infinity, NaN], { backend: device });
    expectClose(await tanh(x).data(), [0, 0.7615942, -0.7615942, 1, -1, NaN]);
  });

  it("keeps shapes", () => {
    expect(tanh(zeros([], { backend: device })).shape).toEqual([]);
    expect(tanh(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -2], shape: [2] };
    await checkGradient(tanh, [x]);
    await checkSecondGradient(tanh, [x]);
  });

  it("refuses integers", () => {
    expect(() => tanh(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "tanh: expected float32 or float64, got int32; convert with cast",
    );
  });
});
