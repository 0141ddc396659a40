import { ReLU } from "@nn/activations";
import type { Backend } from "@nn/backend";
import { cpu } from "@nn/backend-cpu";
import { BatchNorm2d } from "@nn/batchnorm";
import { Conv2d } from "@nn/convolution";
import { Dropout } from "@nn/dropout";
import { Linear } from "@nn/linear";
import { crossEntropy } from "@nn/losses";
import { Flatten, Sequential } from "@nn/module";
import { Adam } from "@nn/optimizers";
import { MaxPool2d } from "@nn/pooling";
import { backward, generator, tensor } from "@nn/tensor";
import { expectClose } from "@nn/testing";
import { expect, test } from "vitest";
import { device, noise } from "./fixtures.ts";

const steps = 30;
const batch = 16;

/** The losses of a small network that is trained on numbers at random. */
async function losses(backend: Backend): Promise<number[]> {
  const source = generator(7);
  const model = new Sequential(
    new Conv2d(1, 4, { kernelSize: 3, padding: 1, backend, generator: source }),
    new BatchNorm2d(4, { backend }),
    new ReLU(),
    new MaxPool2d({ kernelSize: 2 }),
    new Dropout({ probability: 0.25, generator: source }),
    new Flatten(),
    new Linear(4 * 6 * 6, 10, { backend, generator: source }),
  );
  const optimizer = new Adam(model.parameters(), { learningRate: 0.01 });
  const images = tensor(noise(batch * 144, 1), { backend, shape: [batch, 1, 12, 12] });
  const labels = tensor(
    Int32Array.from({ length: batch }, (_, at) => at % 10),
    { backend, dtype: "int32" },
  );
  const found: number[] = [];
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(images), labels);
    backward(loss);
    optimizer.step();
    found.push(await loss.item());
  }
  return found;
}

test("trains as the CPU does", async () => {
  const backend = await device();
  const [onCpu, onWebGL] = [await losses(await cpu()), await losses(backend)];
  expect(onCpu.at(-1)).toBeLessThan(onCpu[0]! / 4);
  expectClose(onWebGL, onCpu, { relative: 1e-3, absolute: 1e-4 });
  expectClose(onWebGL.slice(0, 10), onCpu.slice(0, 10), { relative: 1e-5, absolute: 1e-6 });
}, 60_000);
