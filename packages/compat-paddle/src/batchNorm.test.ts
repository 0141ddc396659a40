import { ones, tensor } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { BatchNorm1D, BatchNorm2D, BatchNorm3D } from "./batchNorm.ts";

const on = { backend: await backend() };
/** Mean 2, biased variance 1, unbiased variance 2. */
const x = tensor([[1], [3]], on); // prettier-ignore

async function statistics(layer: BatchNorm1D): Promise<number[]> {
  const { _mean, _variance } = layer.stateDict();
  return [...(await _mean!.data()), ...(await _variance!.data())];
}

describe("BatchNorm1D", () => {
  it("weighs the old statistics by momentum, 0.9, and keeps the biased variance", async () => {
    const layer = new BatchNorm1D(1, { ...on, epsilon: 0 });
    expectClose(await layer.forward(x).data(), [-1, 1]);
    expectClose(await statistics(layer), [0.2, 1]);
    const other = new BatchNorm1D(1, { ...on, momentum: 0.25 });
    await other.forward(tensor([[1], [5]], on)).data(); // prettier-ignore
    expectClose(await statistics(other), [2.25, 3.25]);
  });

  it("has PaddlePaddle's names, with weight and bias apart", () => {
    expect(Object.keys(new BatchNorm1D(1, on).stateDict())).toEqual(["weight", "bias", "_mean", "_variance"]);
    const plain = new BatchNorm1D(1, { ...on, weightAttr: false });
    expect(Object.keys(plain.stateDict())).toEqual(["bias", "_mean", "_variance"]);
  });

  it("uses running statistics always, or never, where it is told to", async () => {
    const global = new BatchNorm1D(1, { ...on, epsilon: 0, useGlobalStats: true });
    expectClose(await global.forward(x).data(), [1, 3]);
    expectClose(await statistics(global), [0, 1]);
    expect(global.training).toBe(true);
    const batch = new BatchNorm1D(1, { ...on, epsilon: 0, useGlobalStats: false }).eval();
    expectClose(await batch.forward(x).data(), [-1, 1]);
    expect(batch.training).toBe(false);
    expectClose(await new BatchNorm1D(1, { ...on, epsilon: 0 }).eval().forward(x).data(), [1, 3]);
  });

  it("passes one value per channel on, and leaves the statistics alone", async () => {
    const layer = new BatchNorm1D(1, on);
    expectClose(await layer.forward(tensor([[7]], on)).data(), [7]);
    expectClose(await statistics(layer), [0, 1]);
  });
});

it("BatchNorm2D and 3D take channels first or last", async () => {
  const image = tensor([[[[1, 10]], [[3, 30]]]], on); // prettier-ignore
  const last = new BatchNorm2D(2, { ...on, epsilon: 0, dataFormat: "NHWC" });
  expectClose(await last.forward(image).data(), [-1, -1, 1, 1]);
  expectClose(await new BatchNorm2D(2, { ...on, epsilon: 0 }).forward(image).data(), [-1, 1, -1, 1]);
  const volume = new BatchNorm3D(3, { ...on, dataFormat: "NDHWC" });
  expect(volume.forward(ones([2, 1, 1, 2, 3], on)).shape).toEqual([2, 1, 1, 2, 3]);
  expect(() => new BatchNorm3D(3, { ...on, dataFormat: "NHWC" })).toThrow('BatchNorm3D: expected dataFormat "NCDHW" or "NDHWC"'); // prettier-ignore
});
