import { backend, checkSecondGradient } from "@nn/testing";
import { grad, tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { MaxPool1d, maxPool1d, maxPool1dWithIndices } from "./maxPool1d.ts";

const on = { backend: await backend() };

describe("maxPool1d", () => {
  it("takes the maximum of each window", async () => {
    const x = tensor([[[1, 3, 2, 5, 4]]], on);
    expect(await maxPool1d(x, { kernelSize: 2 }).toArray()).toEqual([[[3, 5]]]);
    expect(await maxPool1d(x, { kernelSize: 2, ceilMode: true }).toArray()).toEqual([[[3, 5, 4]]]);
    expect(await maxPool1d(x, { kernelSize: 3, stride: 2, padding: 1 }).toArray()).toEqual([[[3, 5, 5]]]);
  });

  it("pads its ends differently", async () => {
    const x = tensor([[[1, 3, 2, 5]]], on);
    expect(await maxPool1d(x, { kernelSize: 2, padding: [[1, 0]] }).toArray()).toEqual([[[1, 3]]]);
    expect(await maxPool1d(x, { kernelSize: 2, stride: 1, padding: "same" }).toArray()).toEqual([[[3, 3, 5, 5]]]);
    expect(await maxPool1d(x, { kernelSize: 2, stride: 1, padding: "same-lower" }).toArray()).toEqual([[[1, 3, 3, 5]]]);
  });

  it("gives positions and gradients", async () => {
    const x = tensor([[[1, 3, 2, 5]]], { ...on, requiresGradient: true });
    const { output, indices } = maxPool1dWithIndices(x, { kernelSize: 3, stride: 1 });
    expect(await indices.toArray()).toEqual([[[1, 3]]]);
    expect(await grad(output, [x])[0]!.toArray()).toEqual([[[0, 1, 0, 1]]]);
  });

  it("takes an input without a batch", async () => {
    expect(await maxPool1d(tensor([[1, 2], [4, 3]], on), { kernelSize: 2 }).toArray()).toEqual([[2], [4]]); // prettier-ignore
  });

  it("can be differentiated twice", async () => {
    const data = [3, 1, 4, 1.5, 5, 9, 2, 6];
    const pool = (x: Parameters<typeof maxPool1d>[0]) => maxPool1d(x, { kernelSize: 3, stride: 2, padding: [[2, 1]] });
    await checkSecondGradient(pool, [{ data, shape: [1, 2, 4] }]);
  });

  it("refuses what has other axes", () => {
    expect(() => maxPool1d(zeros([1, 1, 4, 4], on), { kernelSize: 2 })).toThrow(
      "maxPool1d: expected input of rank 3 [batch, channels, length] or 2 [channels, length], got [1, 1, 4, 4]",
    );
    expect(() => new MaxPool1d({ kernelSize: 0 })).toThrow(
      "MaxPool1d: expected kernelSize to be an integer of at least 1, got 0",
    );
  });
});

it("MaxPool1d pools", async () => {
  const layer = new MaxPool1d({ kernelSize: 2, padding: "same" });
  expect(await layer.forward(tensor([[[1, 3, 2]]], on)).toArray()).toEqual([[[3, 2]]]);
  expect(layer.toString()).toBe('MaxPool1d(kernelSize=2, padding="same")');
});
