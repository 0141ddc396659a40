import { ReLU } from "@nn/activations";
import { cpu } from "@nn/backend-cpu";
import { Linear } from "@nn/linear";
import { crossEntropy } from "@nn/losses";
import { Sequential } from "@nn/module";
import { Adam } from "@nn/optimizers";
import { backward, generator, noGrad, normal, tensor, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { Dropout } from "./dropoutLayer.ts";

const backend = await cpu();

/** Points of 20 numbers, of which the first two decide the class, and some labels are wrong. */
async function points(count: number, seed: number, wrong: number): Promise<{ inputs: Tensor; targets: Tensor }> {
  const inputs = normal([count, 20], { backend, generator: generator(seed) });
  const data = await inputs.data();
  const labels = Array.from({ length: count }, (_, at) => {
    const right = Number(data[20 * at]! + data[20 * at + 1]! > 0);
    return at % 10 < wrong ? 1 - right : right;
  });
  return { inputs, targets: tensor(labels, { backend, dtype: "int32" }) };
}

/** The losses on what was learned and on what was never seen, of a network that could learn all by heart. */
async function lossesAfterTraining(probability: number): Promise<{ seen: number; unseen: number }> {
  const [training, test] = [await points(40, 1, 2), await points(400, 2, 0)];
  const random = { backend, generator: generator(3) };
  const drop = (): Dropout => new Dropout({ probability, generator: random.generator });
  const model = new Sequential(new Linear(20, 64, random), new ReLU(), drop(), new Linear(64, 64, random), new ReLU(), drop(), new Linear(64, 2, random)); // prettier-ignore
  const optimizer = new Adam(model.parameters(), { learningRate: 0.003 });
  for (let step = 0; step < 100; step++) {
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(training.inputs), training.targets);
    backward(loss);
    optimizer.step();
    await loss.item();
  }
  model.eval();
  const lossOn = ({ inputs, targets }: typeof training): Promise<number> =>
    noGrad(() => crossEntropy(model.forward(inputs), targets)).item();
  return { seen: await lossOn(training), unseen: await lossOn(test) };
}

describe("dropout in a network that learns 40 points by heart", () => {
  it("reduces over-fitting", async () => {
    const [plain, dropped] = [await lossesAfterTraining(0), await lossesAfterTraining(0.7)];
    expect(plain.seen).toBeLessThan(0.01);
    expect(dropped.unseen).toBeLessThan(0.7 * plain.unseen);
    expect(dropped.unseen - dropped.seen).toBeLessThan(0.7 * (plain.unseen - plain.seen));
  });
});
