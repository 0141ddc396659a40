import { backend, expectClose } from "@nn/testing";
import { backward, explain, sum, tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { BatchNorm1d } from "./batchNorm1d.ts";
import { BatchNorm2d } from "./batchNorm2d.ts";
import { BatchNorm3d } from "./batchNorm3d.ts";

const on = { backend: await backend() };

describe("batch norm modules", () => {
  const first = tensor([[1, 10], [3, 30]], on); // prettier-ignore
  const second = tensor([[5, 0], [5, 40]], on); // prettier-ignore

  it("have PyTorch's state", () => {
    const state = new BatchNorm2d(3, on).stateDict();
    expect(Object.entries(state).map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual([
      ["weight", "float32", [3]],
      ["bias", "float32", [3]],
      ["running_mean", "float32", [3]],
      ["running_var", "float32", [3]],
      ["num_batches_tracked", "int32", []],
    ]);
  });

  it("use the batch in training, and what they remember in evaluation", async () => {
    const layer = new BatchNorm1d(2, { ...on, epsilon: 0 });
    expect(await layer.forward(first).toArray()).toEqual([[-1, -1], [1, 1]]); // prettier-ignore
    layer.eval().loadStateDict({
      weight: tensor([2, 2], on),
      bias: tensor([1, 1], on),
      running_mean: tensor([1, 10], on),
      running_var: tensor([4, 100], on),
      num_batches_tracked: tensor(5, { ...on, dtype: "int32" }),
    });
    expect(await layer.forward(first).toArray()).toEqual([[1, 1], [3, 5]]); // prettier-ignore
    expect(await layer.runningMean?.toArray()).toEqual([1, 10]);
  });

  it("weigh the new statistics by the momentum, and remember the unbiased variance", async () => {
    const layer = new BatchNorm1d(2, on);
    layer.forward(first);
    layer.forward(second);
    expectClose(await layer.runningMean!.data(), [0.9 * 0.2 + 0.1 * 5, 0.9 * 2 + 0.1 * 20]);
    expectClose(await layer.runningVariance!.data(), [0.9 * (0.9 + 0.1 * 2) + 0, 0.9 * (0.9 + 0.1 * 200) + 0.1 * 800]);
    expect(await layer.numBatchesTracked?.item()).toBe(2);
  });

  it("weigh the old statistics by the decay, where that is given instead", async () => {
    const layer = new BatchNorm1d(2, { ...on, decay: 0.75 });
    layer.forward(first);
    expect(await layer.runningMean!.toArray()).toEqual([0.5, 5]);
    expect(layer.momentum).toBe(0.25);
    expect(() => new BatchNorm1d(2, { ...on, decay: 0.9, momentum: 0.1 })).toThrow(
      "BatchNorm1d: expected momentum or decay, which is 1 - momentum, got both",
    );
    expect(() => new BatchNorm1d(2, { ...on, decay: -1 })).toThrow(
      "BatchNorm1d: expected decay to be from 0 to 1, got -1",
    );
  });

  it("keep their statistics with momentum 0, and take the batch's with momentum 1", async () => {
    const [none, all] = [0, 1].map((momentum) => new BatchNorm1d(2, { ...on, momentum }));
    for (const layer of [none!, all!]) layer.forward(first);
    expect(await none!.runningMean!.toArray()).toEqual([0, 0]);
    expect(await all!.runningMean!.toArray()).toEqual([2, 20]);
    expect(await all!.runningVariance!.toArray()).toEqual([2, 200]);
  });

  it("remember the mean over all batches with momentum null", async () => {
    const layer = new BatchNorm1d(2, { ...on, momentum: null });
    layer.forward(first);
    layer.forward(second);
    expectClose(await layer.runningMean!.data(), [3.5, 20]);
    expectClose(await layer.runningVariance!.data(), [1, 500]);
  });

  it("can remember the biased variance", async () => {
    const layer = new BatchNorm1d(2, { ...on, runningVarianceOf: "biased" });
    layer.forward(first);
    expectClose(await layer.runningVariance!.data(), [0.9 + 0.1, 0.9 + 0.1 * 100]);
  });

  it("count on from a number that was loaded", async () => {
    const layer = new BatchNorm1d(2, { ...on, momentum: null });
    const loaded = { running_mean: tensor([8, 8], on), num_batches_tracked: tensor(3, { ...on, dtype: "int32" }) };
    layer.loadStateDict(loaded, { strict: false });
    layer.forward(first);
    expect(await layer.numBatchesTracked?.item()).toBe(4);
    expectClose(await layer.runningMean!.data(), [8 + (2 - 8) / 4, 8 + (20 - 8) / 4]);
    layer.forward(first);
    expect(await layer.numBatchesTracked?.item()).toBe(5);
  });

  it("can do without parameters and without memory", async () => {
    const layer = new BatchNorm1d(2, { ...on, affine: false, trackRunningStatistics: false, epsilon: 0 }).eval();
    expect(layer.stateDict()).toEqual({});
    expect(await layer.forward(first).toArray()).toEqual([[-1, -1], [1, 1]]); // prettier-ignore
    expect(layer.toString()).toBe(
      "BatchNorm1d(2, epsilon=0, momentum=0.1, affine=false, trackRunningStatistics=false)",
    );
  });

  // TensorFlow.js reads the missing factor in training: https://github.com/tensorflow/tfjs/issues/2868
  it("train with a weight alone and with a bias alone", async () => {
    const [factor, summand] = [
      new BatchNorm1d(2, { ...on, bias: false }),
      new BatchNorm1d(2, { ...on, weight: false }),
    ];
    expect(Object.keys(factor.stateDict())).not.toContain("bias");
    expect(Object.keys(summand.stateDict())).not.toContain("weight");
    backward(sum(factor.forward(first)));
    backward(sum(summand.forward(first)));
    expectClose(await factor.weight!.grad!.data(), [0, 0], { absolute: 1e-5 });
    expect(await summand.bias!.grad!.toArray()).toEqual([2, 2]);
    expect(factor.toString()).toBe("BatchNorm1d(2, epsilon=0.00001, momentum=0.1, bias=false)");
    expect(summand.toString()).toBe("BatchNorm1d(2, epsilon=0.00001, momentum=0.1, weight=false)");
    expect(new BatchNorm1d(2, { ...on, affine: false, bias: true }).weight).toBeUndefined();
  });

  it("normalise volumes, and channels that come last", async () => {
    const x = tensor([1, 3, 1, 3, 10, 30, 10, 30], { ...on, shape: [1, 2, 2, 1, 2] });
    const expected = [-1, 1, -1, 1, -1, 1, -1, 1];
    expect([...(await new BatchNorm3d(2, { ...on, epsilon: 0 }).forward(x).data())]).toEqual(expected);
    const last = new BatchNorm2d(2, { ...on, epsilon: 0, axis: -1 });
    expect(await last.forward(tensor([[[[1, 10], [3, 30]]]], on)).toArray()).toEqual([[[[-1, -1], [1, 1]]]]); // prettier-ignore
    expect(last.toString()).toBe("BatchNorm2d(2, epsilon=0, momentum=0.1, axis=-1)");
  });

  it("refuse one value per channel in training, or give it back as it is", async () => {
    const one = tensor([[7, 8]], on);
    expect(() => new BatchNorm1d(2, on).forward(one)).toThrow(
      "batchNormTraining: expected more than 1 value per channel when training, got input [1, 2]",
    );
    const layer = new BatchNorm1d(2, { ...on, singleValue: "pass" });
    expect(await layer.forward(one).toArray()).toEqual([[7, 8]]);
    expect(await layer.runningMean!.toArray()).toEqual([0, 0]);
    expect(await layer.numBatchesTracked!.item()).toBe(0);
  });

  it("count the positions of a plane as values", async () => {
    const layer = new BatchNorm2d(1, { ...on, epsilon: 0 });
    expect(await layer.forward(tensor([[[[1, 3]]]], on)).toArray()).toEqual([[[[-1, 1]]]]);
  });

  it("collect gradients, also in evaluation", async () => {
    const layer = new BatchNorm1d(2, { ...on, epsilon: 0 }).eval();
    backward(sum(layer.forward(first)));
    expect(await layer.weight?.grad?.toArray()).toEqual([4, 40]);
    expect(await layer.bias?.grad?.toArray()).toEqual([2, 2]);
    layer.zeroGrad();
    backward(sum(layer.train().forward(first)));
    expect(await layer.bias?.grad?.toArray()).toEqual([2, 2]);
  });

  it("update what they remember in the kernel of the statistics", async () => {
    const layer = new BatchNorm2d(3, on);
    const x = tensor(new Float32Array(2 * 3 * 4 * 4), { ...on, shape: [2, 3, 4, 4] });
    await layer.forward(x).data();
    const { kernels } = explain(layer.forward(x));
    expect(kernels).toHaveLength(2);
    const statistics = kernels.find(({ operations }) => operations.includes("batchStatistics"));
    expect(statistics?.operations).toContain("running statistics");
  });

  it("evaluate a batch of one, and an empty one", async () => {
    const layer = new BatchNorm2d(1, on).eval();
    expectClose(await layer.forward(tensor([[[[3]]]], on)).data(), [3]);
    expect(layer.forward(zeros([0, 1, 2, 2], on)).shape).toEqual([0, 1, 2, 2]);
  });

  it("refuse other ranks and channel counts", () => {
    expect(() => new BatchNorm1d(3, on).forward(zeros([3], on))).toThrow(
      "BatchNorm1d: expected input of rank 2 [batch, channels] or 3 [batch, channels, length], got [3]",
    );
    expect(() => new BatchNorm2d(3, on).forward(zeros([2, 3], on))).toThrow(
      "BatchNorm2d: expected input of rank 4 [batch, channels, height, width], got [2, 3]",
    );
    expect(() => new BatchNorm2d(3, on).forward(zeros([2, 4, 1, 1], on))).toThrow(
      "BatchNorm2d: expected input with 3 channels on axis 1, got [2, 4, 1, 1]",
    );
    expect(() => new BatchNorm2d(3, { ...on, momentum: 2 })).toThrow(
      "BatchNorm2d: expected momentum to be null or from 0 to 1, got 2",
    );
    expect(() => new BatchNorm2d(0, on)).toThrow(
      "BatchNorm2d: expected numFeatures to be an integer of at least 1, got 0",
    );
  });
});
