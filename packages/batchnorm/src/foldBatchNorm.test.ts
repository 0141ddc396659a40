import { conv2d, convTranspose2d } from "@nn/convolution";
import { linear } from "@nn/linear";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { generator, normal, tensor, uniform, zeros, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { batchNorm } from "./batchNorm.ts";
import { foldBatchNorm, type FoldedBatchNorm, type FoldOptions } from "./foldBatchNorm.ts";

const on = { backend: await backend() };
const random = { ...on, generator: generator(1) };

function norm(channels: number): FoldedBatchNorm & { readonly weight: Tensor; readonly bias: Tensor } {
  const [mean, weight, bias] = [0, 1, 2].map(() => normal([channels], random));
  return { mean: mean!, variance: uniform([channels], { ...random, low: 0.5, high: 2 }), weight: weight!, bias: bias! };
}

async function expectFolded(
  layer: (weight: Tensor, bias: Tensor | undefined) => Tensor,
  weight: Tensor,
  channels: number,
  options: FoldOptions = {},
): Promise<void> {
  for (const bias of [undefined, normal([channels], random)]) {
    const given = norm(channels);
    const folded = foldBatchNorm(weight, bias, given, options);
    const unfused = batchNorm(layer(weight, bias), given.mean, given.variance, given);
    expectClose(await layer(folded.weight, folded.bias).data(), await unfused.data(), {
      relative: 1e-4,
      absolute: 1e-5,
    });
  }
}

describe("foldBatchNorm", () => {
  it("scales rows, and moves the bias", async () => {
    const given = { mean: tensor([1], on), variance: tensor([4], on), weight: tensor([6], on), bias: tensor([10], on) };
    const folded = foldBatchNorm(tensor([[1, 2]], on), tensor([5], on), { ...given, epsilon: 0 });
    expect(await folded.weight.toArray()).toEqual([[3, 6]]);
    expect(await folded.bias.toArray()).toEqual([22]);
  });

  it("equals the pair of a linear layer and batch norm", async () => {
    const x = normal([4, 3], random);
    await expectFolded((weight, bias) => linear(x, weight, bias), normal([2, 3], random), 2);
  });

  it("equals the pair of a convolution in groups and batch norm", async () => {
    const x = normal([2, 4, 5, 5], random);
    const layer = (weight: Tensor, bias?: Tensor): Tensor => conv2d(x, weight, bias, { groups: 2, padding: 1 });
    await expectFolded(layer, normal([6, 2, 3, 3], random), 6);
  });

  it("equals the pair of a transposed convolution in groups and batch norm", async () => {
    const x = normal([1, 4, 3, 3], random);
    const layer = (weight: Tensor, bias?: Tensor): Tensor => convTranspose2d(x, weight, bias, { groups: 2, stride: 2 });
    await expectFolded(layer, normal([4, 3, 2, 2], random), 6, { transposed: true, groups: 2 });
  });

  it("gives the bias of a norm whose variance and epsilon are 0", async () => {
    const given = { mean: tensor([1], on), variance: tensor([0], on), bias: tensor([10], on), epsilon: 0 };
    const folded = foldBatchNorm(tensor([[1, 2]], on), undefined, given);
    expect(await folded.weight.toArray()).toEqual([[0, 0]]);
    expect(await folded.bias.toArray()).toEqual([10]);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const inputs = [[1, -2, 0.5, 3, 1, -1], [1, 2], [0.5, -1], [1.5, 0.7], [2, -1], [0.1, 0.2]]; // prettier-ignore
    const tensors = inputs.map((data) => ({ data, shape: data.length === 6 ? [2, 3] : [2] }));
    const fold = (...[w, b, mean, variance, weight, bias]: Tensor[]): Tensor[] => {
      const folded = foldBatchNorm(w!, b, { mean: mean!, variance: variance!, weight, bias });
      return [folded.weight, folded.bias];
    };
    await checkGradient(fold, tensors);
    await checkSecondGradient(fold, tensors);
  });

  it("refuses what does not fit", () => {
    const [two, three] = [zeros([2], on), zeros([3], on)];
    expect(() => foldBatchNorm(zeros([2, 3], on), undefined, { mean: two, variance: three })).toThrow(
      "foldBatchNorm: expected variance of shape [2] for weight [2, 3], got [3]",
    );
    expect(() => foldBatchNorm(three, undefined, { mean: two, variance: two })).toThrow(
      "foldBatchNorm: expected weight of shape [outputs, …], got [3]",
    );
    const options = { transposed: true, groups: 2 };
    expect(() => foldBatchNorm(zeros([3, 2], on), undefined, { mean: two, variance: two }, options)).toThrow(
      "foldBatchNorm: expected groups that divide the 3 inputs, got 2",
    );
    expect(() => foldBatchNorm(zeros([2, 3], on), undefined, { mean: two, variance: two, epsilon: -1 })).toThrow(
      "foldBatchNorm: expected epsilon to be a number of at least 0, got -1",
    );
  });
});
