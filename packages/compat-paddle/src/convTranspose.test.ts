import { generator, tensor } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Conv1DTranspose, Conv2DTranspose, Conv3DTranspose } from "./convTranspose.ts";

const on = { backend: await backend() };

describe("transposed convolutions", () => {
  it("have a weight [inputs, outputs / groups, …]", async () => {
    const layer = new Conv1DTranspose(2, 1, 2, on);
    layer.weight.assign(tensor([[[7, 0]], [[4, 2]]], on)); // prettier-ignore
    const x = tensor([[[4, 0, 9, 7], [8, 0, 9, 2]]], on); // prettier-ignore
    expectClose(await layer.forward(x).data(), [60, 16, 99, 75, 4]);
    const grouped = new Conv2DTranspose(4, 6, [1, 3], { ...on, groups: 2, biasAttr: false });
    expect(grouped.weight.shape).toEqual([4, 3, 1, 3]);
    expect(Object.keys(grouped.stateDict())).toEqual(["weight"]);
  });

  it("take channels last", async () => {
    const layer = new Conv1DTranspose(2, 1, 2, { ...on, dataFormat: "NLC" });
    layer.weight.assign(tensor([[[7, 0]], [[4, 2]]], on)); // prettier-ignore
    const y = layer.forward(tensor([[[4, 8], [0, 0], [9, 9], [7, 2]]], on)); // prettier-ignore
    expect(y.shape).toEqual([1, 5, 1]);
    expectClose(await y.data(), [60, 16, 99, 75, 4]);
    expect(layer.forward(tensor([[[1, 1]]], on), 2).shape).toEqual([1, 2, 1]);
  });

  it("take the size of the result in forward, or outputPadding", async () => {
    const x = tensor([[[[1, 2]]]], on);
    const layer = new Conv2DTranspose(1, 1, 1, { ...on, stride: 2 });
    layer.weight.assign(tensor([[[[3]]]], on));
    expectClose(await layer.forward(x).data(), [3, 0, 6]);
    expect(layer.forward(x, [2, 4]).shape).toEqual([1, 1, 2, 4]);
    expectClose(await layer.forward(x, [1, 4]).data(), [3, 0, 6, 0]);
    expect(() => layer.forward(x, [1, 5])).toThrow("convTranspose2d: expected outputSize from [1, 3] to [2, 4], got [1, 5]"); // prettier-ignore
    expect(() => layer.forward(tensor([[[[1]], [[1]]]], on), 1)).toThrow("expected input with 1 channels"); // prettier-ignore
    const padded = new Conv2DTranspose(1, 1, 1, { ...on, stride: 2, outputPadding: [0, 1] });
    expect(padded.forward(x).shape).toEqual([1, 1, 1, 4]);
    const cube = new Conv3DTranspose(1, 2, 2, { ...on, stride: 2 });
    expect(cube.forward(tensor([[[[[1]]]]], on)).shape).toEqual([1, 2, 2, 2, 2]);
    expect(cube.forward(tensor([[[[[1]]]]], on), [2, 3, 3]).shape).toEqual([1, 2, 2, 3, 3]);
  });

  it("take PaddlePaddle's forms of padding but SAME", () => {
    const x = tensor([[[1, 2, 3]]], on);
    const size = (padding: "VALID" | number[]): number | undefined =>
      new Conv1DTranspose(1, 1, 3, { ...on, padding }).forward(x).shape[2];
    expect([size("VALID"), size([1]), size([1, 2])]).toEqual([5, 3, 2]);
    expect(() => new Conv1DTranspose(1, 1, 3, { ...on, padding: "SAME" })).toThrow(
      'Conv1DTranspose: expected padding in numbers, or "VALID", got "SAME"',
    );
  });

  it("start as Xavier's uniform distribution, and 0", async () => {
    const layer = new Conv1DTranspose(20, 30, 4, { ...on, generator: generator(1) });
    const largest = Math.max(...(await layer.weight.data()).map(Math.abs));
    const bound = Math.sqrt(6 / ((20 + 30) * 4));
    expect(largest).toBeGreaterThan(0.99 * bound);
    expect(largest).toBeLessThanOrEqual(Math.fround(bound));
    expect(new Set(await layer.bias!.data())).toEqual(new Set([0]));
  });
});
