import { relu } from "@nn/activations";
import { maxPool2d } from "@nn/pooling";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { explain, tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { batchNorm } from "./batchNorm.ts";

const on = { backend: await backend() };
const vector = (...data: readonly number[]) => tensor(data, on);

describe("batchNorm", () => {
  it("normalises each channel with given statistics", async () => {
    const x = tensor([1, 2, 3, 4, 10, 20, 30, 40], { ...on, shape: [2, 2, 2] });
    const options = { epsilon: 0 };
    const result = batchNorm(x, vector(1, 3), vector(4, 0.25), options);
    expect([...(await result.data())]).toEqual([0, 0.5, 0, 2, 4.5, 9.5, 54, 74]);
  });

  it("scales and shifts, by either or both", async () => {
    const x = tensor([[3, 3]], on);
    const [mean, variance, epsilon] = [vector(1, 1), vector(4, 1), 0];
    const apply = async (options: object): Promise<unknown> =>
      batchNorm(x, mean, variance, { epsilon, ...options }).toArray();
    expect(await apply({ weight: vector(10, 20) })).toEqual([[10, 40]]);
    expect(await apply({ bias: vector(100, 200) })).toEqual([[101, 202]]);
    expect(await apply({ weight: vector(10, 20), bias: vector(100, 200) })).toEqual([[110, 240]]);
  });

  it("adds epsilon under the root, and gives 0 where variance and epsilon are 0", async () => {
    const x = tensor([[5]], on);
    expect(await batchNorm(x, vector(1), vector(3), { epsilon: 1 }).item()).toBe(2);
    expect(await batchNorm(x, vector(5), vector(0), { epsilon: 0 }).item()).toBe(0);
  });

  it("finds the channels on any axis", async () => {
    const x = tensor([[[3, 3], [5, 5]]], on); // prettier-ignore
    const [mean, variance] = [vector(1, 2), vector(4, 1)];
    expect(await batchNorm(x, mean, variance, { epsilon: 0, axis: -1 }).toArray()).toEqual([[[1, 1], [2, 3]]]); // prettier-ignore
    expect(await batchNorm(x, mean, variance, { epsilon: 0, axis: 1 }).toArray()).toEqual([[[1, 1], [3, 3]]]); // prettier-ignore
  });

  it("keeps its precision where the mean is large", async () => {
    const result = await batchNorm(tensor([[10001, 9999]], on), vector(10000, 10000), vector(1, 1), {
      epsilon: 0,
    }).data();
    expectClose(result, [1, -1]);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const inputs = [
      { data: [0.5, -1, 2, 0, 3, 1, 2, -2], shape: [2, 2, 2] },
      { data: [0.3, -0.2], shape: [2] },
      { data: [1.5, 0.7], shape: [2] },
      { data: [2, -1], shape: [2] },
      { data: [0.1, 0.2], shape: [2] },
    ];
    await checkGradient((x, mean, variance, weight, bias) => batchNorm(x, mean, variance, { weight, bias }), inputs);
    await checkSecondGradient(
      (x, mean, variance, weight) => batchNorm(x, mean, variance, { weight }),
      inputs.slice(0, 4),
    );
  });

  it("is one kernel together with relu and max pooling", () => {
    const channels = (value: number) => tensor(new Float32Array(8).fill(value), on);
    const x = tensor(new Float32Array(4 * 8 * 6 * 6), { ...on, shape: [4, 8, 6, 6] });
    const normal = batchNorm(x, channels(0), channels(1), { weight: channels(2), bias: channels(3) });
    const { kernels } = explain(maxPool2d(relu(normal), { kernelSize: 2 }));
    expect(kernels.map(({ operations }) => operations)).toEqual([[expect.any(String), "batchNorm", "relu", "maxPool"]]);
  });

  it("refuses what does not fit", () => {
    const x = zeros([2, 3, 4], on);
    const three = zeros([3], on);
    expect(() => batchNorm(zeros([3], on), three, three)).toThrow(
      "batchNorm: expected input of shape [batch, channels, …], got [3]",
    );
    expect(() => batchNorm(x, three, zeros([4], on))).toThrow(
      "batchNorm: expected variance of shape [3] for input [2, 3, 4], got [4]",
    );
    expect(() => batchNorm(x, three, three, { bias: zeros([1, 3], on) })).toThrow(
      "batchNorm: expected bias of shape [3] for input [2, 3, 4], got [1, 3]",
    );
    expect(() => batchNorm(x, three, three, { epsilon: -1 })).toThrow(
      "batchNorm: expected epsilon to be a number of at least 0, got -1",
    );
    const integers = zeros([3], { ...on, dtype: "int32" });
    expect(() => batchNorm(x, three, integers)).toThrow(
      "batchNorm: expected tensors of one type, got float32 and int32; convert one with cast",
    );
  });
});
