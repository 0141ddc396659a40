import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { tan } from "./tan.ts";

const device = await backend();

describe("tan", () => {
  it("is the tangent", async () => {
    const x = tensor([0, Math.PI / 4, -Math.PI / 4, NaN], { backend: device });
    expectClose(await tan(x).data(), [0, 1, -1, NaN]);
  });

  it("keeps shapes", () => {
    expect(tan(zeros([], { backend: device })).shape).toEqual([]);
    expect(tan(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1], shape: [2] };
    await checkGradient(tan, [x]);
    await checkSecondGradient(tan, [x]);
  });

  it("refuses integers", () => {
    expect(() => tan(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "tan: expected float32 or float64, got int32; convert with cast",
    );
  });
});
