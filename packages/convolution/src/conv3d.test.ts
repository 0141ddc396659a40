import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { arange, ones, reshape, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { Conv3d, conv3d } from "./conv3d.ts";

const device = await backend();
const sample = (shape: readonly number[], seed: number): { data: Float64Array; shape: readonly number[] } => {
  const data = new Float64Array(shape.reduce((product, size) => product * size, 1));
  return { shape, data: data.map((_, position) => Math.fround(Math.sin(100 * seed + 1.7 * position))) };
};

describe("conv3d", () => {
  it("sums products under the kernel", async () => {
    const x = reshape(arange(12, { backend: device }), [1, 1, 2, 2, 3]);
    expect(await conv3d(x, ones([1, 1, 2, 2, 2], { backend: device })).toArray()).toEqual([[[[[40, 48]]]]]);
    const strided = conv3d(x, ones([1, 1, 1, 1, 1], { backend: device }), undefined, { stride: 2, padding: [0, 0, 1] });
    expect(await strided.toArray()).toEqual([[[[[0, 1, 0]]]]]);
  });

  it("has right gradients", async () => {
    const inputs = [sample([1, 2, 2, 3, 3], 1), sample([2, 1, 2, 2, 2], 2), sample([2], 3)];
    const options = { stride: [1, 2, 1], padding: [1, 0, 1], groups: 2 };
    await checkGradient((x, weight, bias) => conv3d(x, weight, bias, options), inputs);
    await checkSecondGradient((x, weight, bias) => conv3d(x, weight, bias, options), inputs);
  });
});

describe("Conv3d", () => {
  it("has parameters of its own", () => {
    const layer = new Conv3d(2, 4, { kernelSize: [1, 2, 3], bias: false, backend: device });
    expect(layer.toString()).toBe("Conv3d(2, 4, kernelSize=[1, 2, 3], stride=1, bias=false)");
    expect(layer.forward(zeros([2, 4, 4, 4], { backend: device })).shape).toEqual([4, 4, 3, 2]);
  });
});
