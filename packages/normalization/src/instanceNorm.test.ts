import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { InstanceNorm1d } from "./instanceNorm1d.ts";
import { InstanceNorm2d } from "./instanceNorm2d.ts";
import { InstanceNorm3d } from "./instanceNorm3d.ts";
import { instanceNorm } from "./instanceNorm.ts";

const on = { backend: await backend() };

describe("instanceNorm", () => {
  it("normalises each channel of each sample, and scales channels", async () => {
    const x = tensor([[[1, 3], [10, 30]], [[5, 7], [0, 2]]], on); // prettier-ignore
    const options = { weight: tensor([1, 2], on), bias: tensor([0, 5], on), epsilon: 0 };
    const expected = [[[-1, 1], [3, 7]], [[-1, 1], [3, 7]]]; // prettier-ignore
    expect(await instanceNorm(x, options).toArray()).toEqual(expected);
  });

  it("takes given statistics", async () => {
    const x = tensor([[[1, 3]]], on);
    const statistics = { mean: tensor([1], on), variance: tensor([4], on) };
    expect(await instanceNorm(x, { epsilon: 0 }, statistics).toArray()).toEqual([[[0, 1]]]);
    expect(() => instanceNorm(x, {}, { ...statistics, variance: zeros([2], on) })).toThrow(
      "instanceNorm: expected variance of shape [1] for input [1, 1, 2], got [2]",
    );
  });

  it("finds the channels at the end", async () => {
    const x = tensor([[[1, 10], [3, 30]]], on); // prettier-ignore
    expect(await instanceNorm(x, { epsilon: 0, axis: -1 }).toArray()).toEqual([[[-1, -1], [1, 1]]]); // prettier-ignore
  });

  it("gives zeros for equal values", async () => {
    expect(await instanceNorm(tensor([[[7, 7]]], on), { epsilon: 0 }).toArray()).toEqual([[[0, 0]]]);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1, 2, 0, 3, 1, 2, -2, 0.3, 0.8, -0.4, 1.1], shape: [2, 2, 3] };
    const [w, b] = [{ data: [2, -1], shape: [2] }, { data: [0.1, 0.2], shape: [2] }]; // prettier-ignore
    const variance = { data: [0.5, 2], shape: [2] };
    await checkGradient((input, weight, bias) => instanceNorm(input, { weight, bias }), [x, w, b]);
    await checkSecondGradient((input, weight) => instanceNorm(input, { weight }), [x, w], { relative: 1e-5 });
    await checkGradient((input, mean, spread) => instanceNorm(input, {}, { mean, variance: spread }), [x, w, variance]);
  });

  it("refuses a single position", () => {
    expect(() => instanceNorm(zeros([2, 3, 1], on))).toThrow(
      "instanceNorm: expected more than 1 spatial element when training, got input [2, 3, 1]",
    );
  });
});

describe("instance norm modules", () => {
  const x = tensor([[[1, 3]], [[5, 9]]], on);

  it("learn and remember nothing unless asked to", () => {
    expect(new InstanceNorm1d(2, on).stateDict()).toEqual({});
    const layer = new InstanceNorm2d(2, { ...on, affine: true, trackRunningStatistics: true });
    expect(Object.keys(layer.stateDict())).toEqual([
      "weight",
      "bias",
      "running_mean",
      "running_var",
      "num_batches_tracked",
    ]);
    expect(layer.toString()).toBe(
      "InstanceNorm2d(2, epsilon=0.00001, affine=true, momentum=0.1, trackRunningStatistics=true)",
    );
    expect(Object.keys(new InstanceNorm1d(2, { ...on, weight: true }).stateDict())).toEqual(["weight"]);
  });

  it("remember the mean over the samples, and of their unbiased variances, for evaluation", async () => {
    const layer = new InstanceNorm1d(1, { ...on, trackRunningStatistics: true, epsilon: 0, momentum: 0.5 });
    expect(await layer.forward(x).toArray()).toEqual([[[-1, 1]], [[-1, 1]]]);
    expect(await layer.runningMean!.item()).toBe(0.5 * 0 + 0.5 * 4.5);
    expect(await layer.runningVariance!.item()).toBe(0.5 * 1 + 0.5 * 5);
    layer.eval().loadStateDict({ running_mean: tensor([1], on), running_var: tensor([4], on) }, { strict: false });
    expect(await layer.forward(x).toArray()).toEqual([[[0, 1]], [[2, 4]]]);
    expect(await layer.runningMean!.item()).toBe(1);
  });

  it("use the input's own statistics in evaluation if there are no others", async () => {
    expect(await new InstanceNorm1d(1, { ...on, epsilon: 0 }).eval().forward(x).toArray()).toEqual([
      [[-1, 1]],
      [[-1, 1]],
    ]);
  });

  it("take inputs without a batch, and any number of axes", async () => {
    const one = new InstanceNorm1d(1, { ...on, epsilon: 0, trackRunningStatistics: true });
    expect(await one.forward(tensor([[1, 3]], on)).toArray()).toEqual([[-1, 1]]);
    expectClose(await one.runningMean!.data(), [0.2]);
    const volume = tensor([1, 3, 1, 3], { ...on, shape: [1, 1, 1, 2, 2] });
    expect([...(await new InstanceNorm3d(1, { ...on, epsilon: 0 }).forward(volume).data())]).toEqual([-1, 1, -1, 1]);
  });

  it("refuse what does not fit", () => {
    expect(() => new InstanceNorm2d(3, on).forward(zeros([2, 3], on))).toThrow(
      "InstanceNorm2d: expected input of rank 4 [batch, channels, height, width] or 3 [channels, height, width], got [2, 3]",
    );
    expect(() => new InstanceNorm1d(3, on).forward(zeros([2, 2, 4], on))).toThrow(
      "InstanceNorm1d: expected input with 3 channels, got [2, 2, 4]",
    );
    expect(() => new InstanceNorm1d(3, on).forward(zeros([2, 3, 1], on))).toThrow(
      "InstanceNorm1d: expected more than 1 spatial element when training, got input [2, 3, 1]",
    );
    expect(() => new InstanceNorm1d(3, { ...on, momentum: 2 })).toThrow(
      "InstanceNorm1d: expected momentum to be from 0 to 1, got 2",
    );
  });
});
