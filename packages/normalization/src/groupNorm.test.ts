import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { generator, normal, tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { GroupNorm, groupNorm } from "./groupNorm.ts";
import { instanceNorm } from "./instanceNorm.ts";
import { layerNorm } from "./layerNorm.ts";

const on = { backend: await backend() };

describe("groupNorm", () => {
  it("normalises groups of channels, and scales channels", async () => {
    const x = tensor([[1, 3, 10, 30], [5, 7, 0, 2]], on); // prettier-ignore
    expect(await groupNorm(x, 2, { epsilon: 0 }).toArray()).toEqual([[-1, 1, -1, 1], [-1, 1, -1, 1]]); // prettier-ignore
    const options = { weight: tensor([1, 2, 3, 4], on), bias: tensor([0, 0, 10, 10], on), epsilon: 0 };
    expect(await groupNorm(x, 2, options).toArray()).toEqual([[-1, 2, 7, 14], [-1, 2, 7, 14]]); // prettier-ignore
  });

  it("is layer norm of a sample with one group, and instance norm with as many as channels", async () => {
    const x = normal([2, 4, 3, 3], { ...on, generator: generator(1) });
    expectClose(await groupNorm(x, 1).data(), await layerNorm(x, [4, 3, 3]).data());
    expectClose(await groupNorm(x, 4).data(), await instanceNorm(x).data());
  });

  it("finds the channels at the end", async () => {
    const x = tensor([[[1, 10], [3, 30]]], on); // prettier-ignore
    const options = { epsilon: 0, axis: -1, bias: tensor([0, 5], on) };
    expect(await groupNorm(x, 2, options).toArray()).toEqual([[[-1, 4], [1, 6]]]); // prettier-ignore
  });

  it("gives the bias for a group of one value", async () => {
    expect(await groupNorm(tensor([[3, 4]], on), 2, { bias: tensor([1, 2], on) }).toArray()).toEqual([[1, 2]]);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1, 2, 0, 3, 1, 2, -2, 0.3, 0.8, -0.4, 1.1, 0.7, 0.9, -3, 2], shape: [2, 4, 2] };
    const w = { data: [2, -1, 0.5, 1], shape: [4] };
    const b = { data: [0.1, 0.2, 0.3, 0.4], shape: [4] };
    await checkGradient((input, weight, bias) => groupNorm(input, 2, { weight, bias }), [x, w, b]);
    await checkSecondGradient((input, weight) => groupNorm(input, 2, { weight }), [x, w], { relative: 1e-5 });
  });

  it("refuses what does not fit", () => {
    expect(() => groupNorm(zeros([1, 4], on), 3)).toThrow(
      "groupNorm: expected channels that 3 groups divide on axis 1, got [1, 4]",
    );
    expect(() => groupNorm(zeros([4], on), 2)).toThrow(
      "groupNorm: expected input of shape [batch, channels, …], got [4]",
    );
    expect(() => groupNorm(zeros([1, 4], on), 2, { axis: 0 })).toThrow(
      "groupNorm: expected axis of the channels behind that of the batch, got 0",
    );
  });
});

describe("GroupNorm", () => {
  it("has a weight and a bias for each channel", () => {
    const layer = new GroupNorm(2, 4, on);
    expect([layer.weight!.shape, layer.bias!.shape]).toEqual([[4], [4]]);
    expect(layer.toString()).toBe("GroupNorm(2, 4, epsilon=0.00001)");
    expect(layer.forward(zeros([1, 4, 2], on)).shape).toEqual([1, 4, 2]);
    expect(() => layer.forward(zeros([1, 6, 2], on))).toThrow(
      "GroupNorm: expected input with 4 channels on axis 1, got [1, 6, 2]",
    );
    expect(() => new GroupNorm(3, 4, on)).toThrow("GroupNorm: expected groups that divide 4 channels, got 3");
  });
});
