import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { explain } from "../explain.ts";
import { logSoftmax } from "./logSoftmax.ts";

const on = { backend: await backend() };

describe("logSoftmax", () => {
  it("is the logarithm of softmax", async () => {
    const x = tensor([[0, Math.log(3)], [Math.log(4), 0]], on); // prettier-ignore
    expectClose(await logSoftmax(x).data(), [0.25, 0.75, 0.8, 0.2].map(Math.log));
    expectClose(await logSoftmax(x, { axis: 0 }).data(), [0.2, 0.75, 0.8, 0.25].map(Math.log));
  });

  it("keeps small probabilities, and does not overflow", async () => {
    expectClose(await logSoftmax(tensor([0, -200, 1000], on)).data(), [-1000, -1200, 0]);
    expect(await logSoftmax(tensor([-Infinity, 0], on)).toArray()).toEqual([-Infinity, 0]);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1, 2, 0, 3, 1], shape: [2, 3] };
    await checkGradient((input) => logSoftmax(input), [x]);
    await checkGradient((input) => logSoftmax(input, { axis: 0 }), [x]);
    await checkSecondGradient((input) => logSoftmax(input), [x]);
  });

  it("is two kernels", () => {
    expect(explain(logSoftmax(tensor(new Float32Array(24), { ...on, shape: [2, 3, 4] }))).kernels).toHaveLength(2);
  });

  it("refuses axes that do not exist, and integers", () => {
    expect(() => logSoftmax(zeros([2, 3], on), { axis: -3 })).toThrow(
      "logSoftmax: expected axis to be an integer from -2 to 1, got -3",
    );
    expect(() => logSoftmax(zeros([2], { ...on, dtype: "int32" }))).toThrow(
      "logSoftmax: expected float32 or float64, got int32; convert with cast",
    );
  });
});
