import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { log } from "./log.ts";

const device = await backend();

describe("log", () => {
  it("is the natural logarithm", async () => {
    const x = tensor([1, Math.E, 10, 0, -1, Infinity, NaN], { backend: device });
    expectClose(await log(x).data(), [0, 1, 2.3025851, -Infinity, NaN, Infinity, NaN]);
  });

  it("keeps shapes", () => {
    expect(log(zeros([], { backend: device })).shape).toEqual([]);
    expect(log(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, 3], shape: [2] };
    await checkGradient(log, [x]);
    await checkSecondGradient(log, [x]);
  });

  it("refuses integers", () => {
    expect(() => log(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "log: expected float32 or float64, got int32; convert with cast",
    );
  });
});
