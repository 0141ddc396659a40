import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { explain } from "../explain.ts";
import { grad } from "../gradient.ts";
import { softmax } from "./softmax.ts";

const on = { backend: await backend() };

describe("softmax", () => {
  it("shares 1 along the last axis, or another", async () => {
    const x = tensor([[0, Math.log(3)], [Math.log(4), 0]], on); // prettier-ignore
    expectClose(await softmax(x).data(), [0.25, 0.75, 0.8, 0.2]);
    expectClose(await softmax(x, { axis: 0 }).data(), [0.2, 0.75, 0.8, 0.25]);
  });

  it("does not overflow", async () => {
    expectClose(await softmax(tensor([1000, 1000 + Math.log(3), -1e9], on)).data(), [0.25, 0.75, 0], {
      relative: 1e-4,
    });
    expect(await softmax(tensor([-Infinity, 0], on)).toArray()).toEqual([0, 1]);
    expect(await softmax(tensor([-Infinity, -Infinity], on)).toArray()).toEqual([NaN, NaN]);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1, 2, 0, 3, 1], shape: [2, 3] };
    await checkGradient((input) => softmax(input), [x]);
    await checkGradient((input) => softmax(input, { axis: 0 }), [x]);
    await checkSecondGradient((input) => softmax(input), [x]);
  });

  it("is two kernels, and two more for the gradient", () => {
    const x = tensor(new Float32Array(24), { ...on, shape: [2, 3, 4], requiresGradient: true });
    expect(explain(softmax(x)).kernels).toHaveLength(2);
    const upstream = tensor(new Float32Array(24), { ...on, shape: [2, 3, 4] });
    const y = softmax(x);
    expect(explain([y, ...grad(y, [x], upstream)]).kernels).toHaveLength(4);
  });

  it("refuses scalars, axes that do not exist, and integers", () => {
    expect(() => softmax(tensor(1, on))).toThrow(
      "softmax: expected axis to be no axes: the tensor is a scalar, got -1",
    );
    expect(() => softmax(zeros([2, 3], on), { axis: 2 })).toThrow(
      "softmax: expected axis to be an integer from -2 to 1, got 2",
    );
    expect(() => softmax(zeros([2], { ...on, dtype: "int32" }))).toThrow(
      "softmax: expected float32 or float64, got int32; convert with cast",
    );
  });
});
