import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { grad } from "../gradient.ts";
import { logSumExp } from "./logSumExp.ts";

const device = await backend();

describe("logSumExp", () => {
  it("is the logarithm of the sum of exponentials", async () => {
    const x = tensor([[0, Math.log(3)], [1, 1]], { backend: device }); // prettier-ignore
    expectClose(await logSumExp(x, { axes: 1 }).data(), [Math.log(4), 1 + Math.log(2)]);
    expectClose(await logSumExp(x, { axes: 0, keepDims: true }).data(), [Math.log(1 + Math.E), Math.log(3 + Math.E)]);
  });

  it("does not overflow, and knows infinities and nothing", async () => {
    const rows = tensor([[1000, 1000], [-1000, -1000], [-Infinity, -Infinity], [Infinity, 1]], { backend: device }); // prettier-ignore
    expectClose(await logSumExp(rows, { axes: 1 }).data(), [1000.6931, -999.3069, -Infinity, Infinity]);
    expect(await logSumExp(zeros([0], { backend: device })).item()).toBe(-Infinity);
    const hopeless = tensor([-Infinity, -Infinity], { backend: device, requiresGradient: true });
    expect(await grad(logSumExp(hopeless), [hopeless])[0]!.toArray()).toEqual([0, 0]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const input = { data: [1, 2, -0.5, 0.25, 1.5, 2], shape: [2, 3] };
    await checkGradient((a) => logSumExp(a, { axes: 1 }), [input]);
    await checkSecondGradient((a) => logSumExp(a, { axes: 0 }), [input]);
  });

  it("refuses integers", () => {
    expect(() => logSumExp(zeros([1], { backend: device, dtype: "int32" }))).toThrow(
      "logSumExp: expected float32 or float64, got int32; convert with cast",
    );
  });
});
