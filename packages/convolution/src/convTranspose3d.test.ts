import { backend, checkGradient } from "@nn/testing";
import { ones, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { ConvTranspose3d, convTranspose3d } from "./convTranspose3d.ts";

const device = await backend();

describe("convTranspose3d", () => {
  it("adds up the kernels where they overlap", async () => {
    const x = ones([1, 1, 1, 1, 2], { backend: device });
    expect(await convTranspose3d(x, ones([1, 1, 1, 2, 2], { backend: device })).toArray()).toEqual([
      [[[[1, 2, 1], [1, 2, 1]]]], // prettier-ignore
    ]);
  });

  it("has right gradients", async () => {
    const inputs = [
      { shape: [1, 1, 1, 2, 2], data: Float64Array.of(1, -2, 0.5, 3) },
      { shape: [1, 1, 2, 1, 2], data: Float64Array.of(0.5, -1, 2, 1.5) },
    ];
    await checkGradient((x, weight) => convTranspose3d(x, weight, undefined, { stride: [1, 2, 1] }), inputs);
  });
});

describe("ConvTranspose3d", () => {
  it("has parameters of its own", () => {
    const layer = new ConvTranspose3d(2, 4, { kernelSize: 2, stride: 2, bias: false, backend: device });
    expect(layer.toString()).toBe("ConvTranspose3d(2, 4, kernelSize=[2, 2, 2], stride=2, bias=false)");
    expect(layer.forward(zeros([1, 2, 2, 2, 2], { backend: device })).shape).toEqual([1, 4, 4, 4, 4]);
  });
});
