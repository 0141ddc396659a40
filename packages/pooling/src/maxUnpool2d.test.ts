import { backend, checkSecondGradient } from "@nn/testing";
import { add, explain, grad, tensor, zeros, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { adaptiveMaxPool2dWithIndices } from "./adaptiveMaxPool2d.ts";
import { maxPool1dWithIndices } from "./maxPool1d.ts";
import { maxPool2dWithIndices } from "./maxPool2d.ts";
import { maxPool3dWithIndices } from "./maxPool3d.ts";
import { maxUnpool1d } from "./maxUnpool1d.ts";
import { MaxUnpool2d, maxUnpool2d } from "./maxUnpool2d.ts";
import { maxUnpool3d } from "./maxUnpool3d.ts";

const on = { backend: await backend() };
const x = tensor([[[[1, 2, 5, 0], [4, 3, 1, 6]]]], on); // prettier-ignore
const at = (...positions: number[]): Tensor =>
  tensor(positions, { ...on, dtype: "int32", shape: [1, 1, 1, positions.length] });
const row = (...values: number[]): Tensor =>
  tensor(values, { ...on, shape: [1, 1, 1, values.length], requiresGradient: true });

describe("maxUnpool2d", () => {
  it("puts maxima back where they were", async () => {
    const { output, indices } = maxPool2dWithIndices(x, { kernelSize: 2 });
    const y = maxUnpool2d(output, indices, { kernelSize: 2 });
    expect(await y.toArray()).toEqual([[[[0, 0, 0, 0], [4, 0, 0, 6]]]]); // prettier-ignore
  });

  it("has the size that it is told, and infers one otherwise", async () => {
    const { output, indices } = maxPool2dWithIndices(row(1, 2, 3, 5, 4), { kernelSize: [1, 2] });
    const options = { kernelSize: [1, 2] };
    expect(await maxUnpool2d(output, indices, options).toArray()).toEqual([[[[0, 2, 0, 5]]]]);
    const sized = maxUnpool2d(output, indices, { ...options, outputSize: [1, 5] });
    expect(await sized.toArray()).toEqual([[[[0, 2, 0, 5, 0]]]]);
    expect(maxUnpool2d(output, indices, { ...options, stride: [1, 3], padding: [0, 1] }).shape).toEqual([1, 1, 1, 3]);
  });

  it("looks in the windows of the pooling that gave the positions, and everywhere for others: it gives the same", async () => {
    const options = { kernelSize: [2, 3], stride: [1, 2], padding: [0, 1] };
    const { output, indices } = maxPool2dWithIndices(x, options);
    const sized = { ...options, outputSize: [2, 4] };
    const [near, far] = [maxUnpool2d(output, indices, sized), maxUnpool2d(output, add(indices, 0), sized)];
    expect(await far.toArray()).toEqual(await near.toArray());
    const extents = (y: Tensor) => explain(y).kernels.flatMap(({ kernel }) => kernel.folds.map((fold) => fold.extents));
    const values = tensor(await output.data(), { ...on, shape: output.shape });
    expect(extents(maxUnpool2d(values, indices, sized))).toContainEqual([2, 2]);
    expect(extents(maxUnpool2d(values, add(indices, 0), sized))).toContainEqual([1, 2]);
  });

  it("takes positions from adaptive pooling, too", async () => {
    const { output, indices } = adaptiveMaxPool2dWithIndices(x, { outputSize: [1, 3] });
    const y = maxUnpool2d(output, indices, { kernelSize: 2, outputSize: [2, 4] });
    expect(await y.toArray()).toEqual([[[[0, 0, 5, 0], [4, 0, 0, 6]]]]); // prettier-ignore
  });

  it("keeps the last of several elements with one position, and gives the gradient to it", async () => {
    const values = row(1, 2, 3);
    const y = maxUnpool2d(values, at(1, 0, 1), { kernelSize: [1, 1] });
    expect(await y.toArray()).toEqual([[[[2, 3, 0]]]]);
    const upstream = tensor([10, 20, 30], { ...on, shape: [1, 1, 1, 3] });
    expect(await grad(y, [values], upstream)[0]!.toArray()).toEqual([[[[0, 10, 20]]]]);
  });

  it("drops what has a position outside", async () => {
    const values = row(1, 2, 3);
    const y = maxUnpool2d(values, at(-1, 7, 2), { kernelSize: [1, 1] });
    expect(await y.toArray()).toEqual([[[[0, 0, 3]]]]);
    expect(await grad(y, [values])[0]!.toArray()).toEqual([[[[0, 0, 1]]]]);
  });

  it("can be differentiated twice", async () => {
    const data = [1, 5, 2, 4, 3, 9, 8, 7];
    await checkSecondGradient(
      (input) => {
        const { output, indices } = maxPool2dWithIndices(input, { kernelSize: 2, stride: 1 });
        return maxUnpool2d(output, indices, { kernelSize: 2, stride: 1 });
      },
      [{ data, shape: [1, 1, 2, 4] }],
    );
  });

  it("refuses indices that do not fit", () => {
    const values = zeros([1, 1, 1, 3], on);
    expect(() => maxUnpool2d(values, values, { kernelSize: 1 })).toThrow(
      "maxUnpool2d: expected indices of type int32, got float32; convert with cast",
    );
    expect(() => maxUnpool2d(values, at(1, 2), { kernelSize: 1 })).toThrow(
      "maxUnpool2d: expected indices of the input's shape [1, 1, 1, 3], got [1, 1, 1, 2]",
    );
    expect(() => maxUnpool2d(values, at(1, 2, 3), { kernelSize: 1, padding: [1, 0] })).toThrow(
      "maxUnpool2d: expected a result of sizes of at least 1, got [-1, 3] from [1, 3]",
    );
  });
});

it("maxUnpool1d and maxUnpool3d put maxima back", async () => {
  const line = maxPool1dWithIndices(tensor([[[1, 3, 5, 2]]], on), { kernelSize: 2 });
  expect(await maxUnpool1d(line.output, line.indices, { kernelSize: 2 }).toArray()).toEqual([[[0, 3, 5, 0]]]);
  const volume = tensor([[[[[1, 2], [8, 3]], [[5, 0], [4, 7]]]]], on); // prettier-ignore
  const { output, indices } = maxPool3dWithIndices(volume, { kernelSize: [2, 2, 1] });
  const y = maxUnpool3d(output, indices, { kernelSize: [2, 2, 1] });
  expect(await y.toArray()).toEqual([[[[[0, 0], [8, 0]], [[0, 0], [0, 7]]]]]); // prettier-ignore
});

it("MaxUnpool2d undoes MaxPool2d", async () => {
  const { output, indices } = maxPool2dWithIndices(x, { kernelSize: 2 });
  const layer = new MaxUnpool2d({ kernelSize: 2 });
  expect(await layer.forward(output, indices).toArray()).toEqual([[[[0, 0, 0, 0], [4, 0, 0, 6]]]]); // prettier-ignore
  expect(layer.toString()).toBe("MaxUnpool2d(kernelSize=2)");
});
