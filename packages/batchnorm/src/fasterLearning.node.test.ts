import { Sigmoid } from "@nn/activations";
import { cpu } from "@nn/backend-cpu";
import { Linear } from "@nn/linear";
import { crossEntropy } from "@nn/losses";
import { Sequential, type Module } from "@nn/module";
import { SGD } from "@nn/optimizers";
import { backward, generator, mul, noGrad, normal, tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { BatchNorm1d } from "./batchNorm1d.ts";

const backend = await cpu();

interface Training {
  readonly normalized: boolean;
  readonly learningRate: number;
  /** What the first weights are multiplied by. */
  readonly scale: number;
}

/** The loss of a network of three sigmoid layers on "exclusive or" of two signs, after 60 steps; at first it is ln 2. */
async function lossAfterTraining({ normalized, learningRate, scale }: Training): Promise<number> {
  const random = { backend, generator: generator(5) };
  const inputs = normal([64, 2], random);
  const points = await inputs.data();
  const labels = Array.from({ length: 64 }, (_, at) => Number(points[2 * at]! * points[2 * at + 1]! > 0));
  const targets = tensor(labels, { backend, dtype: "int32" });
  const hidden = [2, 12, 12].flatMap((width): Module[] => {
    const layer = new Linear(width, 12, random);
    noGrad(() => layer.weight.assign(mul(layer.weight, scale)));
    return [layer, ...(normalized ? [new BatchNorm1d(12, { backend })] : []), new Sigmoid()];
  });
  const model = new Sequential(...hidden, new Linear(12, 2, random));
  const optimizer = new SGD(model.parameters(), { learningRate, momentum: 0.9 });
  for (let step = 0; step < 60; step++) {
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(inputs), targets);
    backward(loss);
    optimizer.step();
    await loss.item();
  }
  return crossEntropy(model.forward(inputs), targets).item();
}

const scales = [0.1, 1, 10];

function losses(normalized: boolean, trainings: readonly Omit<Training, "normalized">[]): Promise<number[]> {
  return trainings.reduce<Promise<number[]>>(
    async (before, training) => [...(await before), await lossAfterTraining({ normalized, ...training })],
    Promise.resolve([]),
  );
}

describe("a deep network with batch norm", () => {
  it("learns where it is stuck without, with steps of 0.3 and of 1 alike", async () => {
    const trainings = [0.3, 1].map((learningRate) => ({ learningRate, scale: 1 }));
    expect(Math.min(...(await losses(false, trainings)))).toBeGreaterThan(0.65);
    expect(Math.max(...(await losses(true, trainings)))).toBeLessThan(0.15);
  });

  it("depends little on the scale of the first weights, on which it depends by a factor of ten without", async () => {
    const trainings = scales.map((scale) => ({ learningRate: 0.3, scale }));
    const [plain, normalized] = [await losses(false, trainings), await losses(true, trainings)];
    expect(Math.max(...plain) / Math.min(...plain)).toBeGreaterThan(8);
    expect(Math.max(...normalized) / Math.min(...normalized)).toBeLessThan(2.5);
  });
});
