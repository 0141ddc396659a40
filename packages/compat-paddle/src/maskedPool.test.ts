import { Sequential } from "@nn/module";
import { arange, grad, reshape, sum, tensor, type Tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, expectTypeOf, it } from "vitest";
import { AdaptiveMaxPool1D, AdaptiveMaxPool2D, AdaptiveMaxPool3D } from "./adaptiveMaxPool.ts";
import { MaxPool1D, MaxPool2D, MaxPool3D } from "./maxPool.ts";

const on = { backend: await backend() };
const line = tensor([[[1, 5, 4, 2], [8, 7, 6, 9]]], on); // prettier-ignore

async function numbers(pair: readonly [Tensor, Tensor]): Promise<number[][]> {
  return Promise.all(pair.map(async (part) => [...(await part.data())]));
}

describe("returnMask", () => {
  it("makes forward give the maxima and where they were in their plane", async () => {
    expect(await numbers(new MaxPool1D({ kernelSize: 2, returnMask: true }).forward(line))).toEqual([
      [5, 4, 8, 9],
      [1, 2, 0, 3],
    ]);
    const square = tensor([[[[1, 2, 5, 0], [4, 3, 1, 6]]]], on); // prettier-ignore
    expect(await numbers(new MaxPool2D({ kernelSize: 2, returnMask: true }).forward(square))).toEqual([
      [4, 6],
      [4, 7],
    ]);
    const cube = reshape(arange(8, on), [1, 1, 2, 2, 2]);
    expect(await numbers(new MaxPool3D({ kernelSize: 2, returnMask: true }).forward(cube))).toEqual([[7], [7]]);
    expect(await numbers(new AdaptiveMaxPool1D(1, { returnMask: true }).forward(line))).toEqual([
      [5, 9],
      [1, 3],
    ]);
    const halves = new AdaptiveMaxPool2D([1, 2], { returnMask: true }).forward(square);
    expect(await numbers(halves)).toEqual([
      [4, 6],
      [4, 7],
    ]);
    expect(await numbers(new AdaptiveMaxPool3D(1, { returnMask: true }).forward(cube))).toEqual([[7], [7]]);
  });

  it("has the type of its value", () => {
    expectTypeOf(new MaxPool1D({ kernelSize: 2 }).forward(line)).toEqualTypeOf<Tensor>();
    expectTypeOf(new MaxPool1D({ kernelSize: 2, returnMask: false }).forward(line)).toEqualTypeOf<Tensor>();
    const pair = new MaxPool1D({ kernelSize: 2, returnMask: true });
    expectTypeOf(pair.forward(line)).toEqualTypeOf<[output: Tensor, mask: Tensor]>();
    // @ts-expect-error a pair is no input of another layer
    expect(new Sequential(pair).layers).toHaveLength(1);
    expect(new Sequential(new MaxPool1D({ kernelSize: 2 })).forward(line).shape).toEqual([1, 2, 2]);
  });

  it("hands gradients on", async () => {
    const x = tensor([[[1, 5, 4, 2]]], { ...on, requiresGradient: true });
    const [output] = new MaxPool1D({ kernelSize: 2, returnMask: true }).forward(x);
    expect([...(await grad(sum(output), [x])[0]!.data())]).toEqual([0, 1, 1, 0]);
  });

  it("stands in the module's text", () => {
    expect(new MaxPool2D({ kernelSize: 2 }).toString()).toBe("MaxPool2D(kernelSize=2, padding=0, ceilMode=false)");
    const masked = new AdaptiveMaxPool2D([1, null], { returnMask: true });
    expect(masked.toString()).toBe("AdaptiveMaxPool2D(outputSize=[1, null], returnMask=true)");
  });
});
