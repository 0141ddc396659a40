import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { cos } from "./cos.ts";

const device = await backend();

describe("cos", () => {
  it("is the cosine", async () => {
    const x = tensor([0, Math.PI / 3, Math.PI / 2, Math.PI, NaN], { backend: device });
    expectClose(await cos(x).data(), [1, 0.5, 0, -1, NaN]);
  });

  it("keeps shapes", () => {
    expect(cos(zeros([], { backend: device })).shape).toEqual([]);
    expect(cos(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -2], shape: [2] };
    await checkGradient(cos, [x]);
    await checkSecondGradient(cos, [x]);
  });

  it("refuses integers", () => {
    expect(() => cos(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "cos: expected float32 or float64, got int32; convert with cast",
    );
  });
});
