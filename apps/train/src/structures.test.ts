import { ReLU, Tanh } from "@nn/activations";
import { Conv2d } from "@nn/convolution";
import { Linear } from "@nn/linear";
import { crossEntropy } from "@nn/losses";
import { Flatten, Sequential, type Module } from "@nn/module";
import { Adam } from "@nn/optimizers";
import { capsuleLengths, capsuleMarginLoss, Capsules, Highway, PrimaryCapsules } from "@nn/structures";
import { argmax, backward, generator, noGrad, permutation, tanh, type Tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { batchOf } from "./batch.ts";
import { loadMnist } from "./digits.ts";

const device = await backend();
const { training, test } = await loadMnist();

/** A network's scores for images, and what they cost. */
interface Task {
  readonly model: Module;
  readonly loss: (scores: Tensor, labels: Tensor) => Tensor;
  readonly learningRate: number;
}

/** The part of 500 test images that is recognised after `steps` steps of 50 images, out of the first 2000. */
async function accuracyAfter(steps: number, { model, loss, learningRate }: Task): Promise<number> {
  const optimizer = new Adam(model.parameters(), { learningRate });
  const random = generator(1);
  let order = await permutation(2000, { backend: device, generator: random }).data();
  for (let step = 0; step < steps; step++) {
    const first = (step * 50) % 2000;
    if (step > 0 && first === 0) order = await permutation(2000, { backend: device, generator: random }).data();
    const { images, labels } = batchOf(training, order.subarray(first, first + 50), device);
    optimizer.zeroGrad();
    const cost = loss(model.forward(images), labels);
    backward(cost);
    optimizer.step();
    await cost.item();
  }
  const { images } = batchOf(test, Array.from({ length: 500 }, (_, at) => at), device); // prettier-ignore
  const predictions = await noGrad(() => argmax(model.eval().forward(images), { axis: 1 })).data();
  return predictions.filter((prediction, at) => prediction === test.labels[at]).length / 500;
}

describe("a network of 30 layers", () => {
  const random = generator(2);
  const on = { backend: device, generator: random };
  const deep = (layers: () => Module[]): Task => ({
    model: new Sequential(
      new Flatten(),
      new Linear(784, 32, on),
      ...Array.from({ length: 30 }, layers).flat(),
      new Linear(32, 10, on),
    ),
    loss: crossEntropy,
    learningRate: 0.003,
  });

  it("learns with highways, and does not without", async () => {
    const plain = await accuracyAfter(80, deep(() => [new Linear(32, 32, on), new Tanh()])); // prettier-ignore
    const highway = await accuracyAfter(80, deep(() => [new Highway(32, { ...on, activation: tanh })])); // prettier-ignore
    expect(plain).toBeLessThan(0.3);
    expect(highway).toBeGreaterThan(0.7);
  });
});

/** The lengths of ten capsules, one for each digit. */
class CapsuleNetwork extends Sequential {
  override forward(input: Tensor): Tensor {
    return capsuleLengths(super.forward(input));
  }
}

it("a capsule network recognises digits", async () => {
  const on = { backend: device, generator: generator(3) };
  const model = new CapsuleNetwork(
    new Conv2d(1, 16, { kernelSize: 9, stride: 3, ...on }),
    new ReLU(),
    new PrimaryCapsules(16, 4, 8, { kernelSize: 3, stride: 2, ...on }),
    new Capsules(4 * 3 * 3, 8, 10, 8, on),
  );
  const accuracy = await accuracyAfter(120, { model, loss: capsuleMarginLoss, learningRate: 0.003 });
  expect(accuracy).toBeGreaterThan(0.85);
});
