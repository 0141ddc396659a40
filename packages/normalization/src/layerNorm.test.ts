import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { backward, explain, sum, tensor, zeros, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { LayerNorm, layerNorm, layerNormWithStatistics } from "./layerNorm.ts";

const on = { backend: await backend() };

describe("layerNorm", () => {
  it("normalises the last axis, or several", async () => {
    const x = tensor([[[1, 3], [5, 7]]], on); // prettier-ignore
    expect(await layerNorm(x, 2, { epsilon: 0 }).toArray()).toEqual([[[-1, 1], [-1, 1]]]); // prettier-ignore
    const deviation = Math.sqrt(5);
    const expected = [-3, -1, 1, 3].map((distance) => distance / deviation);
    expectClose(await layerNorm(x, [2, 2], { epsilon: 0 }).data(), expected);
    expectClose(await layerNorm(x, [1, 2, 2], { epsilon: 0 }).data(), expected);
  });

  it("takes a weight alone, a bias alone, or both", async () => {
    const x = tensor([[1, 3]], on);
    const [weight, bias] = [tensor([10, 20], on), tensor([5, 6], on)];
    expect(await layerNorm(x, 2, { epsilon: 0, weight }).toArray()).toEqual([[-10, 20]]);
    expect(await layerNorm(x, 2, { epsilon: 0, bias }).toArray()).toEqual([[4, 7]]);
    expect(await layerNorm(x, 2, { epsilon: 0, weight, bias }).toArray()).toEqual([[-5, 26]]);
  });

  it("gives its statistics", async () => {
    const { mean, inverseDeviation } = layerNormWithStatistics(tensor([[1, 3], [10, 30]], on), 2, { epsilon: 0 }); // prettier-ignore
    expect(await mean.toArray()).toEqual([[2], [20]]);
    expectClose(await inverseDeviation.data(), [1, 0.1]);
  });

  it("gives the bias for equal values, with an epsilon of 0 too, and for single ones", async () => {
    const bias = tensor([1, 2], on);
    expect(await layerNorm(tensor([[7, 7]], on), 2, { bias }).toArray()).toEqual([[1, 2]]);
    expect(await layerNorm(tensor([[7, 7]], on), 2, { bias, epsilon: 0 }).toArray()).toEqual([[1, 2]]);
    expect(await layerNorm(tensor([[7], [8]], on), 1).toArray()).toEqual([[0], [0]]);
  });

  it("keeps its precision where noise is small against an offset of 1e4", async () => {
    const half = Array.from({ length: 16 }, (_, position) => Math.round(64 * Math.sin(position * 1.7)) / 1024);
    const noise = [...half, ...half.map((value) => -value)]; // exact beside 10 000
    const at = (offset: number): Tensor => tensor([noise.map((value) => offset + value)], on); // prettier-ignore
    const [far, near] = [layerNorm(at(10_000), 32), layerNorm(at(0), 32)];
    expectClose(await far.data(), await near.data(), { relative: 1e-5, absolute: 1e-5 });
  });

  it("does not depend on the scale or the offset of its input", async () => {
    const x = [0.5, -1, 2, 0.25];
    const [plain, moved] = [x, x.map((value) => 8 * value + 4)].map((row) => layerNorm(tensor([row], on), 4, { epsilon: 0 })); // prettier-ignore
    expectClose(await moved!.data(), await plain!.data(), { relative: 1e-5 });
  });

  const x = { data: [0.5, -1, 2, 0, 3, 1, 2, -2, 0.3, 0.8, -0.4, 1.1], shape: [2, 2, 3] };
  const weight = { data: [2, -1, 0.5], shape: [3] };
  const bias = { data: [0.1, 0.2, 0.3], shape: [3] };

  it("has right gradients, and gradients of gradients, of the statistics too", async () => {
    const all = (input: Tensor, factor: Tensor, summand: Tensor): Tensor[] => {
      const result = layerNormWithStatistics(input, 3, { weight: factor, bias: summand });
      return [result.output, result.mean, result.inverseDeviation];
    };
    await checkGradient(all, [x, weight, bias]);
    await checkSecondGradient(all, [x, weight, bias], { relative: 1e-5 });
    await checkGradient((input) => layerNorm(input, [2, 3]), [x]);
  });

  it("has a gradient of 0 for equal values", async () => {
    const input = tensor([[7, 7, 7]], { ...on, requiresGradient: true });
    const layer = new LayerNorm(3, on);
    backward(sum(layer.forward(input)));
    expectClose(await layer.weight!.grad!.data(), [0, 0, 0]);
    expect(await layer.bias!.grad!.toArray()).toEqual([1, 1, 1]);
  });

  it("is two kernels", () => {
    const input = tensor(new Float32Array(64 * 32), { ...on, shape: [64, 32] });
    const options = { weight: tensor(new Float32Array(32), on), bias: tensor(new Float32Array(32), on) };
    expect(explain(layerNorm(input, 32, options)).kernels).toHaveLength(2);
  });

  it("refuses what does not fit", () => {
    const input = zeros([2, 3], on);
    expect(() => layerNorm(input, 2)).toThrow("layerNorm: expected input of shape […, 2], got [2, 3]");
    expect(() => layerNorm(input, [4, 2, 3])).toThrow("layerNorm: expected input of shape […, 4, 2, 3], got [2, 3]");
    expect(() => layerNorm(input, [])).toThrow("layerNorm: expected at least one size, got [2, 3]");
    expect(() => layerNorm(input, 3, { bias: zeros([2], on) })).toThrow(
      "layerNorm: expected bias of shape [3] for input [2, 3], got [2]",
    );
    expect(() => layerNorm(input, 3, { epsilon: -1 })).toThrow(
      "layerNorm: expected epsilon to be a number of at least 0, got -1",
    );
    expect(() => layerNorm(zeros([2, 3], { ...on, dtype: "int32" }), 3)).toThrow(
      "layerNorm: expected float32 or float64, got int32; convert with cast",
    );
  });
});

describe("LayerNorm", () => {
  it("has PyTorch's state, as far as it is asked for", () => {
    expect(Object.keys(new LayerNorm([2, 3], on).stateDict())).toEqual(["weight", "bias"]);
    expect(new LayerNorm([2, 3], on).weight!.shape).toEqual([2, 3]);
    expect(Object.keys(new LayerNorm(2, { ...on, bias: false }).stateDict())).toEqual(["weight"]);
    expect(Object.keys(new LayerNorm(2, { ...on, affine: false, bias: true }).stateDict())).toEqual(["bias"]);
    expect(new LayerNorm(2, { ...on, affine: false }).toString()).toBe("LayerNorm([2], epsilon=0.00001, affine=false)");
    expect(new LayerNorm([2, 3], { ...on, bias: false }).toString()).toBe(
      "LayerNorm([2, 3], epsilon=0.00001, bias=false)",
    );
  });

  it("does the same in training and evaluation", async () => {
    const layer = new LayerNorm(2, { ...on, epsilon: 0 });
    const x = tensor([[1, 3]], on);
    expect(await layer.forward(x).toArray()).toEqual([[-1, 1]]);
    expect(await layer.eval().forward(x).toArray()).toEqual([[-1, 1]]);
  });

  it("refuses sizes that are none", () => {
    expect(() => new LayerNorm(0, on)).toThrow(
      "LayerNorm: expected normalizedShape to be an integer of at least 1, got [0]",
    );
    expect(() => new LayerNorm([], on)).toThrow("LayerNorm: expected normalizedShape to be");
  });
});
