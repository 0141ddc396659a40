import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { explain } from "../explain.ts";
import { mean } from "./mean.ts";
import { variance } from "./variance.ts";

const device = await backend();

describe("variance", () => {
  const x = tensor([[1, 2, 3, 4], [0, 0, 0, 8]], { backend: device }); // prettier-ignore

  it("is unbiased by default, and biased without correction", async () => {
    expectClose(await variance(x, { axes: 1 }).data(), [5 / 3, 16]);
    expectClose(await variance(x, { axes: 1, correction: 0 }).data(), [1.25, 12]);
    expectClose(await variance(x, { axes: 0, keepDims: true }).data(), [0.5, 2, 4.5, 8]);
    expect(variance(x, { axes: 0, keepDims: true }).shape).toEqual([1, 4]);
    expectClose(await variance(tensor([1, 2, 3], { backend: device }), { correction: 1.5 }).data(), [4 / 3]);
  });

  it("keeps its precision beside a large mean", async () => {
    const far = tensor([1_000_000, 1_000_001, 1_000_002], { backend: device });
    expectClose(await variance(far).data(), [1], { relative: 1e-2 });
  });

  it("is NaN where there are too few elements", async () => {
    expect(await variance(tensor([5], { backend: device })).item()).toBeNaN();
    expect(await variance(zeros([0], { backend: device }), { correction: 0 }).item()).toBeNaN();
    expect(await variance(tensor([5], { backend: device }), { correction: 0 }).item()).toBe(0);
  });

  it("shares one kernel with the mean", () => {
    const both = explain([mean(x, { axes: 1 }), variance(x, { axes: 1 })]);
    expect(both.kernels.map(({ operations }) => operations)).toEqual([["mean", "variance"]]);
  });

  it("has gradients, and gradients of gradients", async () => {
    const input = { data: [1, 2, 4, 4.5, 5, 8], shape: [2, 3] };
    await checkGradient((a) => variance(a, { axes: 1 }), [input]);
    await checkGradient((a) => variance(a, { correction: 0 }), [input]);
    await checkSecondGradient((a) => variance(a, { axes: 0, keepDims: true }), [input]);
  });

  it("refuses integers and corrections that make no sense", () => {
    expect(() => variance(tensor([1], { backend: device, dtype: "int32" }))).toThrow(
      "variance: expected float32 or float64, got int32; convert with cast",
    );
    expect(() => variance(x, { correction: -1 })).toThrow(
      "variance: expected correction to be a number of at least 0, got -1",
    );
  });
});
