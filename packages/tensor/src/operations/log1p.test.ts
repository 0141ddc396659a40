import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { log1p } from "./log1p.ts";

const device = await backend();

describe("log1p", () => {
  it("is the logarithm of 1 + x, small or large", async () => {
    const x = tensor([0, 1, 1e-10, -1, -2, NaN], { backend: device });
    expectClose(await log1p(x).data(), [0, 0.6931472, 1e-10, -Infinity, NaN, NaN]);
  });

  it("keeps shapes", () => {
    expect(log1p(zeros([], { backend: device })).shape).toEqual([]);
    expect(log1p(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, 3, -0.5], shape: [3] };
    await checkGradient(log1p, [x]);
    await checkSecondGradient(log1p, [x]);
  });

  it("refuses integers", () => {
    expect(() => log1p(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "log1p: expected float32 or float64, got int32; convert with cast",
    );
  });
});
