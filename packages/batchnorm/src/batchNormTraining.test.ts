import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { explain, grad, mul, tensor, zeros, type Tensor } from "@nn/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchNormTraining } from "./batchNormTraining.ts";

const on = { backend: await backend() };

describe("batchNormTraining", () => {
  it("normalises with the batch's mean and biased variance", async () => {
    const x = tensor([[1, 10], [3, 30]], on); // prettier-ignore
    const { output, mean, variance } = batchNormTraining(x, { epsilon: 0 });
    expect(await mean.toArray()).toEqual([2, 20]);
    expect(await variance.toArray()).toEqual([1, 100]);
    expect(await output.toArray()).toEqual([[-1, -1], [1, 1]]); // prettier-ignore
  });

  it("sums over the batch and all positions", async () => {
    const x = tensor([1, 2, 3, 4, 5, 6, 7, 8], { ...on, shape: [2, 1, 2, 2] });
    const { mean, variance } = batchNormTraining(x);
    expect(await mean.item()).toBe(4.5);
    expect(await variance.item()).toBe(5.25);
  });

  it("gives the bias where all values of a channel are equal", async () => {
    const x = tensor([[7], [7], [7]], on);
    const options = { weight: tensor([2], on), bias: tensor([5], on) };
    expect(await batchNormTraining(x, options).output.toArray()).toEqual([[5], [5], [5]]);
    expect(await batchNormTraining(x, { epsilon: 0 }).output.toArray()).toEqual([[0], [0], [0]]);
  });

  it("keeps its precision where the mean is large", async () => {
    const x = tensor([[10001], [9999], [10001], [9999]], on);
    const { output, variance } = batchNormTraining(x, { epsilon: 0 });
    expect(await variance.item()).toBe(1);
    expect(await output.toArray()).toEqual([[1], [-1], [1], [-1]]);
  });

  it("keeps its precision where noise is small against an offset of 1e4", async () => {
    const half = Array.from({ length: 32 }, (_, position) => Math.round(64 * Math.sin(position * 1.7)) / 1024); // exact beside 10 000
    const noise = [...half, ...half.map((value) => -value)];
    const column = (offset: number): Tensor => tensor(noise.map((value) => offset + value), { ...on, shape: [64, 1] }); // prettier-ignore
    const [far, near] = [10_000, 0].map((offset) => batchNormTraining(column(offset)));
    expectClose(await far!.variance.data(), await near!.variance.data(), { relative: 1e-6 });
    expectClose(await far!.output.data(), await near!.output.data(), { relative: 1e-5, absolute: 1e-5 });
  });

  it("finds the channels on any axis", async () => {
    const x = tensor([[[1, 10], [3, 30]]], on); // prettier-ignore
    const options = { weight: tensor([1, 2], on), bias: tensor([0, 5], on), epsilon: 0, axis: -1 };
    const { output, mean } = batchNormTraining(x, options);
    expect(await mean.toArray()).toEqual([2, 20]);
    expect(await output.toArray()).toEqual([[[-1, 3], [1, 7]]]); // prettier-ignore
    expect(() => batchNormTraining(x, { axis: 3 })).toThrow(
      "batchNormTraining: expected axis to be an integer from -3 to 2, got 3",
    );
  });

  const x = { data: [0.5, -1, 2, 0, 3, 1, 2, -2, 0.3, 0.8, -0.4, 1.1], shape: [3, 2, 2] };
  const weight = { data: [2, -1], shape: [2] };
  const bias = { data: [0.1, 0.2], shape: [2] };
  const all = (input: Tensor, factor?: Tensor, summand?: Tensor): Tensor[] => {
    const { output, mean, variance } = batchNormTraining(input, { weight: factor, bias: summand });
    return [output, mean, variance];
  };

  it("has right gradients, of the statistics too", async () => {
    await checkGradient(all, [x, weight, bias]);
    await checkGradient(all, [x, weight]);
    await checkGradient(all, [x]);
    await checkGradient((input, summand) => batchNormTraining(input, { bias: summand }).output, [x, bias]);
  });

  it("has right gradients where the channels are last", async () => {
    const last = { ...x, shape: [3, 2, 2] };
    const normalize = (input: Tensor, factor: Tensor, summand: Tensor): Tensor =>
      batchNormTraining(input, { weight: factor, bias: summand, axis: 2 }).output;
    await checkGradient(normalize, [last, weight, bias]);
    await checkSecondGradient(normalize, [last, weight, bias], { relative: 1e-5 });
  });

  it("can be differentiated twice", async () => {
    await checkSecondGradient(all, [x, weight, bias], { relative: 1e-5 });
  });

  it("gives each channel mean 0 and deviation 1", async () => {
    const shapes = fc.tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 2, max: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(shapes, async ([batch, channels, length]) => {
        const data = Float32Array.from({ length: batch * channels * length }, (_, position) =>
          Math.sin(position * 1.3),
        );
        const { output } = batchNormTraining(tensor(data, { ...on, shape: [batch, channels, length] }), { epsilon: 0 });
        const again = batchNormTraining(output);
        expectClose(await again.mean.data(), new Float32Array(channels));
        expectClose(await again.variance.data(), new Float32Array(channels).fill(1));
      }),
      { numRuns: 20 },
    );
  });

  it("is two kernels, and two more for the gradients", () => {
    const leaf = (shape: readonly number[]): Tensor =>
      tensor(new Float32Array(shape.reduce((product, size) => product * size, 1)), {
        ...on,
        shape,
        requiresGradient: true,
      });
    const [input, factor, summand] = [leaf([4, 3, 5, 5]), leaf([3]), leaf([3])];
    const { output } = batchNormTraining(input, { weight: factor, bias: summand });
    expect(explain(output).kernels).toHaveLength(2);
    const gradients = grad(output, [input, factor, summand], mul(output, output));
    expect(explain([output, ...gradients]).kernels).toHaveLength(4);
  });

  it("refuses a single value per channel", () => {
    expect(() => batchNormTraining(zeros([1, 3, 1, 1], on))).toThrow(
      "batchNormTraining: expected more than 1 value per channel when training, got input [1, 3, 1, 1]",
    );
    expect(() => batchNormTraining(zeros([0, 3], on))).toThrow(
      "batchNormTraining: expected more than 1 value per channel when training, got input [0, 3]",
    );
  });
});
