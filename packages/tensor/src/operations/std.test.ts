import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor } from "../create.ts";
import { std } from "./std.ts";

const device = await backend();

describe("std", () => {
  it("is the square root of the variance", async () => {
    const x = tensor([[1, 2, 3, 4], [0, 0, 0, 8]], { backend: device }); // prettier-ignore
    expectClose(await std(x, { axes: 1 }).data(), [Math.sqrt(5 / 3), 4]);
    expectClose(await std(x, { axes: 1, correction: 0, keepDims: true }).data(), [Math.sqrt(1.25), Math.sqrt(12)]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const input = { data: [1, 2, 4, 4.5, 5, 8], shape: [2, 3] };
    await checkGradient((a) => std(a, { axes: 1 }), [input]);
    await checkSecondGradient((a) => std(a), [input]);
  });

  it("names itself in errors", () => {
    expect(() => std(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "std: expected float32 or float64, got int32; convert with cast",
    );
  });
});
