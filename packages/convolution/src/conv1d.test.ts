import { backend, checkGradient, checkSecondGradient } from "@nn/testing";
import { tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { Conv1d, conv1d } from "./conv1d.ts";

const device = await backend();
const sample = (shape: readonly number[], seed: number): { data: Float64Array; shape: readonly number[] } => {
  const data = new Float64Array(shape.reduce((product, size) => product * size, 1));
  return { shape, data: data.map((_, position) => Math.fround(Math.sin(100 * seed + 1.7 * position))) };
};

describe("conv1d", () => {
  it("sums products under the kernel", async () => {
    const [x, weight] = [tensor([[[1, 2, 3, 4]]], { backend: device }), tensor([[[1, 10]]], { backend: device })];
    expect(await conv1d(x, weight).toArray()).toEqual([[[21, 32, 43]]]);
    const options = { stride: 2, padding: [[1, 0]], dilation: 2 } as const;
    expect(await conv1d(x, weight, undefined, options).toArray()).toEqual([[[20, 42]]]);
  });

  it("keeps groups apart, adds the bias, and takes a sequence without a batch", async () => {
    const x = tensor([[1, 2], [3, 4]], { backend: device }); // prettier-ignore
    const [weight, bias] = [tensor([[[1]], [[10]]], { backend: device }), tensor([0, 5], { backend: device })];
    expect(await conv1d(x, weight, bias, { groups: 2 }).toArray()).toEqual([[1, 2], [35, 45]]); // prettier-ignore
  });

  it("has right gradients", async () => {
    const inputs = [sample([2, 2, 5], 1), sample([4, 1, 2], 2), sample([4], 3)];
    const options = { stride: 2, padding: 1, groups: 2 };
    await checkGradient((x, weight, bias) => conv1d(x, weight, bias, options), inputs);
    await checkSecondGradient((x, weight, bias) => conv1d(x, weight, bias, options), inputs);
  });

  it("refuses another number of axes", () => {
    expect(() => conv1d(zeros([4], { backend: device }), zeros([1, 1, 1], { backend: device }))).toThrow(
      "conv1d: expected input of rank 3 [batch, channels, length] or 2 [channels, length], got [4]",
    );
    expect(() => conv1d(zeros([1, 1, 4], { backend: device }), zeros([1, 1, 1, 1], { backend: device }))).toThrow(
      "conv1d: expected weight of shape [outputs, 1, kernel length] for input [1, 1, 4] and groups 1, got [1, 1, 1, 1]",
    );
  });
});

describe("Conv1d", () => {
  it("has parameters of its own", () => {
    const layer = new Conv1d(2, 4, { kernelSize: 3, padding: "same", backend: device });
    expect(layer.toString()).toBe('Conv1d(2, 4, kernelSize=[3], stride=1, padding="same")');
    expect(layer.forward(zeros([5, 2, 7], { backend: device })).shape).toEqual([5, 4, 7]);
  });
});
