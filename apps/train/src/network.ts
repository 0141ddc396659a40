import { ReLU, Sigmoid, Tanh } from "@nn/activations";
import type { Backend } from "@nn/backend";
import { BatchNorm2d } from "@nn/batchnorm";
import { Conv2d } from "@nn/convolution";
import { Dropout } from "@nn/dropout";
import { Linear } from "@nn/linear";
import { Flatten, Sequential, type Module } from "@nn/module";
import { MaxPool2d } from "@nn/pooling";
import type { Generator } from "@nn/tensor";
import type { Settings } from "./settings.ts";

const activations = { relu: ReLU, sigmoid: Sigmoid, tanh: Tanh };

/** What the network consists of. */
export type NetworkSettings = Pick<Settings, "activation" | "batchNorm" | "dropout">;

/** Two convolutions, each halved by a pooling, and a linear layer: [batch, 1, 28, 28] → [batch, 10]. */
export function makeNetwork(
  { activation, batchNorm, dropout }: NetworkSettings,
  backend: Backend,
  generator: Generator,
): Sequential {
  const block = (inputs: number, outputs: number): Module[] => [
    new Conv2d(inputs, outputs, { kernelSize: 5, padding: 2, backend, generator }),
    ...(batchNorm ? [new BatchNorm2d(outputs, { backend })] : []),
    new activations[activation](),
    new MaxPool2d({ kernelSize: 2 }),
  ];
  return new Sequential(
    ...block(1, 8),
    ...block(8, 16),
    ...(dropout > 0 ? [new Dropout({ probability: dropout, generator })] : []),
    new Flatten(),
    new Linear(16 * 7 * 7, 10, { backend, generator }),
  );
}
