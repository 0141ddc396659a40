import { ReLU } from "@nn/activations";
import type { Backend } from "@nn/backend";
import { BatchNorm2d } from "@nn/batchnorm";
import { Conv2d } from "@nn/convolution";
import { Dropout } from "@nn/dropout";
import { Linear } from "@nn/linear";
import { crossEntropy } from "@nn/losses";
import { Flatten, Sequential } from "@nn/module";
import { Adam } from "@nn/optimizers";
import { MaxPool2d } from "@nn/pooling";
import { backward, generator, tensor, type Tensor } from "@nn/tensor";

/** One step of training: forward, backward, update. */
export interface TrainingStep {
  /** Gives the loss, which is not read yet: the step runs when it is, or when control returns to the event loop. */
  start(): Tensor;
}

/** The network of the training program with images and labels that are random, the same each time. */
export function trainingStep(backend: Backend, batchSize: number): TrainingStep {
  const random = generator(1);
  const made = { backend, generator: random };
  const network = new Sequential(
    new Conv2d(1, 8, { kernelSize: 5, padding: 2, ...made }),
    new BatchNorm2d(8, { backend }),
    new ReLU(),
    new MaxPool2d({ kernelSize: 2 }),
    new Conv2d(8, 16, { kernelSize: 5, padding: 2, ...made }),
    new BatchNorm2d(16, { backend }),
    new ReLU(),
    new MaxPool2d({ kernelSize: 2 }),
    new Dropout({ probability: 0.25, generator: random }),
    new Flatten(),
    new Linear(16 * 7 * 7, 10, made),
  );
  const optimizer = new Adam(network.parameters(), { learningRate: 1e-3 });
  const source = pseudoRandom(1);
  const pixels = Float32Array.from({ length: batchSize * 784 }, () => source() * 2 - 1);
  const classes = Int32Array.from({ length: batchSize }, () => Math.floor(source() * 10));
  return {
    start() {
      const images = tensor(pixels, { backend, shape: [batchSize, 1, 28, 28] });
      const loss = crossEntropy(network.forward(images), tensor(classes, { backend }));
      optimizer.zeroGrad();
      backward(loss);
      optimizer.step();
      return loss;
    },
  };
}

/** Numbers in [0, 1): a linear congruential generator. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
