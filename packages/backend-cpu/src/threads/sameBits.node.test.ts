import { gelu } from "@nn/activations";
import type { Backend, TypedArray } from "@nn/backend";
import { randomKernel, type RandomKernel } from "@nn/backend-conformance";
import { BatchNorm2d } from "@nn/batchnorm";
import { Conv2d } from "@nn/convolution";
import { dropout } from "@nn/dropout";
import { Linear } from "@nn/linear";
import { crossEntropy } from "@nn/losses";
import { Flatten, Sequential } from "@nn/module";
import { Adam } from "@nn/optimizers";
import { MaxPool2d } from "@nn/pooling";
import { backward, generator, matmul, normal, sum, tensor, uniform, Variable } from "@nn/tensor";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cpu } from "../index.ts";
import { shared } from "./fixtures.ts";

let backends: readonly Backend[];

beforeAll(async () => {
  backends = [await cpu({ threads: 1 }), await shared(2), await shared(3), await cpu({ threads: 3 })];
});
afterAll(() => backends.forEach((backend) => backend.dispose()));

/** Computes the same on one thread and on several, in tiny tasks and in ordinary ones. */
async function expectSameBits(compute: (backend: Backend) => Promise<readonly TypedArray[]>): Promise<void> {
  const results = await Promise.all(backends.map(async (backend) => (await compute(backend)).map(bitsOf)));
  for (const result of results.slice(1)) expect(result).toEqual(results[0]);
}

function bitsOf({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function runKernel(backend: Backend, { kernel, data, scalars }: RandomKernel): Promise<readonly TypedArray[]> {
  const executable = await backend.compile(kernel);
  const inputs = kernel.inputs.map(({ dtype }, input) => backend.allocate(dtype, data[input]!.length));
  inputs.forEach((buffer, input) => backend.write(buffer, data[input]!));
  const length = kernel.shape.reduce((product, size) => product * size, 1);
  const outputs = kernel.outputs.map(({ dtype }) => backend.allocate(dtype, length));
  await backend.run([{ executable, inputs, outputs, scalars }]);
  const results = await Promise.all(outputs.map((buffer) => backend.read(buffer)));
  [...inputs, ...outputs].forEach((buffer) => backend.free(buffer));
  return results;
}

describe("any number of threads gives the same bits", () => {
  it("for random formulas", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const random = randomKernel(seed);
        await expectSameBits((backend) => runKernel(backend, random));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    [3, 5, 7],
    [1, 130, 700],
    [130, 9, 40],
    [260, 530, 70],
  ])("for a product of matrices, %i x %i, depth %i", async (rows, columns, depth) => {
    await expectSameBits(async (backend) => {
      const random = { generator: generator(1), backend };
      return [await matmul(normal([rows, depth], random), normal([depth, columns], random)).data()];
    });
  });

  it.each([
    { padding: 0, stride: 1, groups: 1 },
    { padding: 2, stride: 2, groups: 1 },
    { padding: 1, stride: 1, groups: 3 },
  ])("for a convolution and its gradients: %o", async (options) => {
    await expectSameBits(async (backend) => {
      const x = new Variable(normal([3, 6, 13, 11], { generator: generator(2), backend }), true);
      const layer = new Conv2d(6, 9, { kernelSize: 3, ...options, backend, generator: generator(3) });
      const y = layer.forward(x);
      backward(sum(gelu(y)));
      return Promise.all([y, x.grad!, layer.weight.grad!].map((each) => each.data()));
    });
  });

  it("for dropout", async () => {
    await expectSameBits(async (backend) => {
      const x = uniform([1000], { generator: generator(4), backend });
      return [await dropout(x, { probability: 0.3, generator: generator(5) }).data()];
    });
  });

  it("for training steps of a network with batch norm", async () => {
    await expectSameBits(async (backend) => {
      const random = { backend, generator: generator(6) };
      const model = new Sequential(
        new Conv2d(1, 4, { kernelSize: 5, padding: 2, ...random }),
        new BatchNorm2d(4, { backend }),
        new MaxPool2d({ kernelSize: 2 }),
        new Flatten(),
        new Linear(4 * 49, 10, random),
      );
      const optimizer = new Adam(model.parameters(), { learningRate: 0.01 });
      const images = normal([8, 1, 14, 14], random);
      const labels = tensor(
        Int32Array.from({ length: 8 }, (_, at) => at),
        { backend },
      );
      const losses: number[] = [];
      for (let step = 0; step < 4; step++) {
        const loss = crossEntropy(model.forward(images), labels);
        optimizer.zeroGrad();
        backward(loss);
        optimizer.step();
        losses.push(await loss.item());
      }
      const parameters = await Promise.all([...model.parameters()].map((parameter) => parameter.data()));
      return [Float32Array.from(losses), ...parameters];
    });
  });
});
