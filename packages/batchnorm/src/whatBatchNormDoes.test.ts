import { backend, expectClose } from "@nn/testing";
import { Linear } from "@nn/linear";
import { add, generator, mean, mul, normal, std, sub, tensor, abs } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { BatchNorm1d } from "./batchNorm1d.ts";
import { BatchNorm2d } from "./batchNorm2d.ts";

const on = { backend: await backend() };
const random = () => ({ ...on, generator: generator(3) });

describe("a batch norm layer", () => {
  it("gives each channel of a batch mean 0 and deviation 1, wherever its inputs were", async () => {
    const x = normal([16, 3, 4, 4], { ...random(), mean: -7, std: 5 });
    const y = new BatchNorm2d(3, on).forward(x);
    const over = { axes: [0, 2, 3] };
    expectClose(await mean(y, over).data(), [0, 0, 0], { absolute: 1e-5 });
    expectClose(await std(y, { ...over, correction: 0 }).data(), [1, 1, 1], { relative: 1e-4 });
  });

  it("can give any mean and deviation by γ and β, those of its input too", async () => {
    const x = tensor([[1], [3], [5], [7]], on);
    const layer = new BatchNorm1d(1, { ...on, epsilon: 0 });
    const state = { weight: std(x, { axes: 0, correction: 0 }), bias: mean(x, { axes: 0 }) };
    layer.loadStateDict(state, { strict: false });
    expectClose(await layer.forward(x).data(), [1, 3, 5, 7], { relative: 1e-5 });
  });

  it("forgets the scale and the offset of what is before it", async () => {
    const x = normal([16, 4], random());
    const weighted = new Linear(4, 3, random()).forward(x);
    const [plain, scaled] = [weighted, add(mul(weighted, 100), 5)].map((y) => new BatchNorm1d(3, on).forward(y));
    expectClose(await scaled!.data(), await plain!.data(), { absolute: 1e-3 });
  });

  it("learns the statistics of the data for inference, where a result does not depend on the rest of the batch", async () => {
    const source = random();
    const layer = new BatchNorm1d(1, on);
    for (let step = 0; step < 60; step++) layer.forward(normal([64, 1], { ...source, mean: 5, std: 3 }));
    expect(await layer.runningMean!.item()).toBeCloseTo(5, 0);
    expect(Math.abs((await layer.runningVariance!.item()) - 9)).toBeLessThan(1);
    layer.eval();
    const alone = await layer.forward(tensor([[8]], on)).item();
    const [first] = (await layer.forward(tensor([[8], [-100]], on)).toArray()) as [[number], [number]];
    expect(first[0]).toBe(alone);
    expect(alone).toBeCloseTo(1, 0);
  });

  it("adds noise in training, since a result depends on the rest of the batch", async () => {
    const source = random();
    const layer = new BatchNorm1d(1, on);
    const results = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const others = await normal([15], source).data();
        const [first] = await layer.forward(tensor([8, ...others].map((value) => [value]), on)).data(); // prettier-ignore
        return first!;
      }),
    );
    const spread = std(tensor(results, on));
    expect(await spread.item()).toBeGreaterThan(0.01);
    expect(await abs(sub(mean(tensor(results, on)), results[0]!)).item()).toBeLessThan(1);
  });
});
