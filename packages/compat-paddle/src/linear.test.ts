import { generator, mean, std, tensor } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Conv1D, Conv2D, Conv3D } from "./conv.ts";
import { Linear } from "./linear.ts";

const on = { backend: await backend() };

describe("Linear", () => {
  it("has a weight [inputs, outputs]", async () => {
    const layer = new Linear(2, 3, on);
    layer.loadStateDict({ weight: tensor([[1, 2, 3], [10, 20, 30]], on), bias: tensor([0, 0, 0.5], on) }); // prettier-ignore
    expectClose(await layer.forward(tensor([[1, 2]], on)).data(), [21, 42, 63.5]);
    expect(new Linear(2, 3, { ...on, biasAttr: false }).toString()).toBe("Linear(2, 3, biasAttr=false)");
  });

  it("starts as U(−a, a) with a = √(6 / (inputs + outputs)), and 0", async () => {
    const layer = new Linear(50, 100, { ...on, generator: generator(1) });
    const largest = Math.max(...(await layer.weight.data()).map(Math.abs));
    expect(largest).toBeGreaterThan(0.198);
    expect(largest).toBeLessThanOrEqual(Math.fround(0.2));
    expect(new Set(await layer.bias!.data())).toEqual(new Set([0]));
  });
});

describe("convolutions", () => {
  const weight = tensor([[[[1, 10]], [[100, 1000]]]], on); // prettier-ignore

  it("take channels first or last", async () => {
    const first = new Conv2D(2, 1, [1, 2], { ...on, biasAttr: false });
    const last = new Conv2D(2, 1, [1, 2], { ...on, biasAttr: false, dataFormat: "NHWC" });
    for (const layer of [first, last]) layer.weight.assign(weight);
    const output = await first.forward(tensor([[[[1, 2, 3]], [[4, 5, 6]]]], on)).data(); // prettier-ignore
    expectClose(output, [5421, 6532]);
    const turned = last.forward(tensor([[[[1, 4], [2, 5], [3, 6]]]], on)); // prettier-ignore
    expect(turned.shape).toEqual([1, 1, 2, 1]);
    expectClose(await turned.data(), [5421, 6532]);
  });

  it("take PaddlePaddle's forms of padding", () => {
    const shape = (padding: "SAME" | number[]): readonly number[] =>
      new Conv2D(1, 1, 3, { ...on, padding }).forward(tensor([[[[1, 2], [3, 4]]]], on)).shape.slice(2); // prettier-ignore
    expect(shape("SAME")).toEqual([2, 2]);
    expect(shape([1, 0, 2, 2])).toEqual([1, 4]);
    expect(() => new Conv2D(1, 1, 3, { ...on, padding: "SAME", dilation: [1, 2] })).toThrow(
      'Conv2D: expected dilation 1 with padding "SAME", which ignores it, got [1,2]',
    );
  });

  it("start as N(0, 2 / n), and 0", async () => {
    const layer = new Conv2D(8, 64, 5, { ...on, generator: generator(1) });
    expect(await std(layer.weight).item()).toBeCloseTo(Math.sqrt(2 / 200), 2);
    expect(await mean(layer.weight).item()).toBeCloseTo(0, 2);
    expect(new Set(await layer.bias!.data())).toEqual(new Set([0]));
  });

  it("have one and three axes, too", () => {
    const [line, volume] = [new Conv1D(1, 2, 2, { ...on, dataFormat: "NLC" }), new Conv3D(1, 2, 1, on)];
    expect(line.forward(tensor([[[1], [2], [3]]], on)).shape).toEqual([1, 2, 2]); // prettier-ignore
    expect(volume.forward(tensor([[[[[1]]]]], on)).shape).toEqual([1, 2, 1, 1, 1]);
  });
});
