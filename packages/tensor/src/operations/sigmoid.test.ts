import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { sigmoid } from "./sigmoid.ts";

const device = await backend();

describe("sigmoid", () => {
  it("is the logistic function", async () => {
    const x = tensor([0, 1, -1, 100, -100, NaN], { backend: device });
    expectClose(await sigmoid(x).data(), [0.5, 0.7310586, 0.26894143, 1, 0, NaN]);
  });

  it("keeps shapes", () => {
    expect(sigmoid(zeros([], { backend: device })).shape).toEqual([]);
    expect(sigmoid(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -2], shape: [2] };
    await checkGradient(sigmoid, [x]);
    await checkSecondGradient(sigmoid, [x]);
  });

  it("refuses integers", () => {
    expect(() => sigmoid(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "sigmoid: expected float32 or float64, got int32; convert with cast",
    );
  });
});
