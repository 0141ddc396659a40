import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { exp } from "./exp.ts";

const device = await backend();

describe("exp", () => {
  it("is e to the power", async () => {
    const x = tensor([0, 1, -1, -Infinity, 89, NaN], { backend: device });
    expectClose(await exp(x).data(), [1, 2.7182818, 0.36787944, 0, Infinity, NaN]);
  });

  it("keeps shapes", () => {
    expect(exp(zeros([], { backend: device })).shape).toEqual([]);
    expect(exp(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -2, 0], shape: [3] };
    await checkGradient(exp, [x]);
    await checkSecondGradient(exp, [x]);
  });

  it("refuses integers", () => {
    expect(() => exp(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "exp: expected float32 or float64, got int32; convert with cast",
    );
  });
});
