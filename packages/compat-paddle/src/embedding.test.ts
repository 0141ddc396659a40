import { generator, grad, sum, tensor } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Bilinear } from "./bilinear.ts";
import { Embedding } from "./embedding.ts";

const on = { backend: await backend() };
const indices = (values: number[]) => tensor(values, { ...on, dtype: "int32" });

describe("Embedding", () => {
  it("gives zeros for paddingIdx, whatever that row holds, and no gradient", async () => {
    const layer = new Embedding(3, 2, { ...on, paddingIdx: -1 });
    expect([...(await layer.weight.data())].slice(4)).toEqual([0, 0]);
    layer.weight.assign(tensor([[1, 2], [3, 4], [5, 6]], on)); // prettier-ignore
    const y = layer.forward(indices([1, 2, 1]));
    expectClose(await y.data(), [3, 4, 0, 0, 3, 4]);
    expectClose(await grad(sum(y), [layer.weight])[0]!.data(), [0, 0, 2, 2, 0, 0]);
    expect(layer.toString()).toBe("Embedding(3, 2, paddingIdx=2)");
    expect(() => new Embedding(3, 2, { ...on, paddingIdx: 3 })).toThrow(
      "Embedding: expected paddingIdx from -3 to 2, got 3",
    );
  });

  it("starts as U(−a, a) with a = √(6 / (rows + features))", async () => {
    const layer = new Embedding(50, 100, { ...on, generator: generator(1) });
    const largest = Math.max(...(await layer.weight.data()).map(Math.abs));
    expect(largest).toBeGreaterThan(0.198);
    expect(largest).toBeLessThanOrEqual(Math.fround(0.2));
    expectClose(await layer.forward(indices([7])).data(), [...(await layer.weight.data())].slice(700, 800));
  });
});

describe("Bilinear", () => {
  it("has a bias [1, outputs]", async () => {
    const layer = new Bilinear(2, 2, 2, on);
    const weight = tensor([[[1, 0], [0, 10]], [[0, 1], [0, 0]]], on); // prettier-ignore
    layer.loadStateDict({ weight, bias: tensor([[0, 100]], on) });
    expectClose(await layer.forward(tensor([[1, 2]], on), tensor([[3, 4]], on)).data(), [83, 104]);
    expect(new Bilinear(2, 3, 1, { ...on, biasAttr: false }).toString()).toBe("Bilinear(2, 3, 1, biasAttr=false)");
    expect(() => new Bilinear(0, 1, 1, on)).toThrow("Bilinear: expected in1Features");
  });

  it("starts as Xavier's uniform distribution over [outputs, in1, in2], and 0", async () => {
    const layer = new Bilinear(10, 6, 15, { ...on, generator: generator(1) });
    const largest = Math.max(...(await layer.weight.data()).map(Math.abs));
    expect(largest).toBeGreaterThan(0.198);
    expect(largest).toBeLessThanOrEqual(Math.fround(0.2)); // √(6 / ((15 + 10) · 6))
    expect(new Set(await layer.bias!.data())).toEqual(new Set([0]));
  });
});
