import { arange, reshape, tensor } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { AdaptiveAvgPool2D } from "./adaptiveAvgPool.ts";
import { AdaptiveMaxPool2D } from "./adaptiveMaxPool.ts";
import { AvgPool1D, AvgPool2D, AvgPool3D } from "./avgPool.ts";
import { MaxPool1D, MaxPool2D, MaxPool3D } from "./maxPool.ts";
import { paddingOf } from "./padding.ts";

const on = { backend: await backend() };
const square = tensor([[[[1, 2], [3, 4]]]], on); // prettier-ignore

describe("average pooling", () => {
  it("leaves padding out of the mean, unless exclusive is false", async () => {
    const options = { kernelSize: 2, stride: 2, padding: 1 };
    expectClose(await new AvgPool2D(options).forward(square).data(), [1, 2, 3, 4]);
    expectClose(await new AvgPool2D({ ...options, exclusive: false }).forward(square).data(), [0.25, 0.5, 0.75, 1]);
    expectClose(await new AvgPool2D({ kernelSize: 2, divisorOverride: 5 }).forward(square).data(), [2]);
    const line = tensor([[[1, 2]]], on);
    expectClose(await new AvgPool1D(options).forward(line).data(), [1, 2]);
    expectClose(await new AvgPool1D({ ...options, exclusive: false }).forward(line).data(), [0.5, 1]);
    const cube = reshape(arange(8, on), [1, 1, 2, 2, 2]);
    expectClose(await new AvgPool3D({ kernelSize: 2 }).forward(cube).data(), [3.5]);
  });
});

describe("max pooling", () => {
  const x = reshape(arange(10, on), [1, 2, 1, 5]);

  it("takes channels first or last, and ceilMode", async () => {
    const options = { kernelSize: [1, 2], ceilMode: true };
    expect([...(await new MaxPool2D(options).forward(x).data())]).toEqual([1, 3, 4, 6, 8, 9]);
    const last = reshape(arange(6, on), [1, 1, 3, 2]);
    expect([...(await new MaxPool2D({ kernelSize: [1, 2], dataFormat: "NHWC" }).forward(last).data())]).toEqual([2, 3]);
    expect(new MaxPool1D({ kernelSize: 2 }).forward(reshape(x, [1, 2, 5])).shape).toEqual([1, 2, 2]);
    expect(new MaxPool3D({ kernelSize: 1, stride: 2 }).forward(reshape(x, [1, 2, 1, 1, 5])).shape).toEqual([1, 2, 1, 1, 3]); // prettier-ignore
  });

  it("gives what return_mask gives, counted within each plane", async () => {
    const { indices } = new MaxPool2D({ kernelSize: [1, 2] }).forwardWithIndices(x);
    expect([...(await indices.data())]).toEqual([1, 3, 1, 3]);
  });

  it("takes every form of padding", async () => {
    const pool = async (padding: ConstructorParameters<typeof MaxPool2D>[0]["padding"] & {}): Promise<number[]> =>
      [...new MaxPool2D({ kernelSize: 2, stride: 1, padding }).forward(square).shape].slice(2);
    expect(await pool(1)).toEqual([3, 3]);
    expect(await pool([0, 1])).toEqual([1, 3]);
    expect(await pool([1, 0, 0, 0])).toEqual([2, 1]);
    expect(await pool([[0, 0], [0, 0], [0, 1], [1, 1]])).toEqual([2, 3]); // prettier-ignore
    expect(await pool("SAME")).toEqual([2, 2]);
    expect(await pool("VALID")).toEqual([1, 1]);
    expect([...(await new MaxPool2D({ kernelSize: 2, stride: 1, padding: "SAME" }).forward(square).data())]).toEqual([4, 4, 4, 4]); // prettier-ignore
    expect(paddingOf("p", 1, [1, 2], false)).toEqual([[1, 2]]);
    expect(paddingOf("p", 2, [[0, 0], [1, 2], [3, 4], [0, 0]], true)).toEqual([[1, 2], [3, 4]]); // prettier-ignore
  });

  it("refuses other forms", () => {
    const make = (options: Partial<ConstructorParameters<typeof MaxPool2D>[0]>) => () =>
      new MaxPool2D({ kernelSize: 2, ...options });
    expect(make({ padding: [1, 1, 1] })).toThrow(
      'MaxPool2D: expected padding as a number, 2 or 4 of them, 4 pairs, "SAME" or "VALID", got [1,1,1]',
    );
    expect(make({ padding: [[0, 0], [1, 0], [1, 1], [1, 1]] })).toThrow("MaxPool2D: expected no padding of batch and channels"); // prettier-ignore
    expect(make({ padding: "VALID", ceilMode: true })).toThrow(
      'MaxPool2D: expected ceilMode false with padding "VALID", got true',
    );
    expect(make({ dataFormat: "NCL" })).toThrow('MaxPool2D: expected dataFormat "NCHW" or "NHWC", got "NCL"');
  });
});

it("adaptive pooling takes the size first", async () => {
  expect([...(await new AdaptiveAvgPool2D(1).forward(square).data())]).toEqual([2.5]);
  expect(new AdaptiveAvgPool2D([null, 1], { dataFormat: "NHWC" }).forward(square).shape).toEqual([1, 1, 1, 2]);
  expect([...(await new AdaptiveMaxPool2D(1).forwardWithIndices(square).indices.data())]).toEqual([3]);
});
