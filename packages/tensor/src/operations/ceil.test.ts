import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { grad } from "../gradient.ts";
import { ceil } from "./ceil.ts";

const device = await backend();

describe("ceil", () => {
  it("rounds up", async () => {
    const x = tensor([1.5, -1.5, 2, -0.5, NaN], { backend: device });
    expectClose(await ceil(x).data(), [2, -1, 2, 0, NaN]);
  });

  it("keeps shapes", () => {
    expect(ceil(zeros([], { backend: device })).shape).toEqual([]);
    expect(ceil(zeros([2, 0, 1], { backend: device })).shape).toEqual([2, 0, 1]);
  });

  it("passes no gradient", () => {
    const x = tensor([0.4, -1.2], { backend: device, requiresGradient: true });
    expect(() => grad(ceil(x), [x])).toThrow("grad: the output does not depend on input 0");
  });

  it("refuses integers", () => {
    expect(() => ceil(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "ceil: expected float32 or float64, got int32; convert with cast",
    );
  });
});
