import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { grad } from "../gradient.ts";
import { round } from "./round.ts";

const device = await backend();

describe("round", () => {
  it("rounds to the nearest integer, a half to the even one", async () => {
    const x = tensor([0.5, 1.5, 2.5, -0.5, -1.5, 1.2, NaN], { backend: device });
    expectClose(await round(x).data(), [0, 2, 2, 0, -2, 1, NaN]);
  });

  it("keeps shapes", () => {
    expect(round(zeros([], { backend: device })).shape).toEqual([]);
    expect(round(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("passes no gradient", () => {
    const x = tensor([0.4, -1.2], { backend: device, requiresGradient: true });
    expect(() => grad(round(x), [x])).toThrow("grad: the output does not depend on input 0");
  });

  it("refuses integers", () => {
    expect(() => round(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "round: expected float32 or float64, got int32; convert with cast",
    );
  });
});
