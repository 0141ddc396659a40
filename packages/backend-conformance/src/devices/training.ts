import { relu } from "@nn/activations";
import type { Backend } from "@nn/backend";
import { batchNormTraining } from "@nn/batchnorm";
import { Conv2d } from "@nn/convolution";
import { dropout } from "@nn/dropout";
import { Linear } from "@nn/linear";
import { crossEntropy } from "@nn/losses";
import { Adam, SGD, type Optimizer } from "@nn/optimizers";
import { maxPool2d } from "@nn/pooling";
import { backward, flatten, generator, tensor, uniform, type Variable } from "@nn/tensor";
import { check, type Check } from "../check.ts";
import { expectNumbers } from "../expect.ts";

type MakeOptimizer = (parameters: Iterable<Variable>) => Optimizer;

/** The losses of the first steps of a small convolutional network. */
async function losses(backend: Backend, makeOptimizer: (model: readonly (Conv2d | Linear)[]) => Optimizer) {
  const source = generator(7);
  const convolution = new Conv2d(1, 3, { kernelSize: 3, padding: 1, backend, generator: source });
  const classes = new Linear(27, 4, { backend, generator: source });
  const optimizer = makeOptimizer([convolution, classes]);
  const images = uniform([6, 1, 6, 6], { backend, generator: source });
  const labels = tensor(Int32Array.of(0, 1, 2, 3, 0, 1), { backend, dtype: "int32" });
  const found: number[] = [];
  for (let step = 0; step < 5; step++) {
    optimizer.zeroGrad();
    const features = maxPool2d(relu(batchNormTraining(convolution.forward(images)).output), { kernelSize: 2 });
    const kept = dropout(flatten(features, 1), { probability: 0.2, generator: source });
    const loss = crossEntropy(classes.forward(kept), labels);
    backward(loss);
    optimizer.step();
    found.push(await loss.item());
  }
  return found;
}

const optimizers: Readonly<Record<string, MakeOptimizer>> = {
  SGD: (parameters) => new SGD(parameters, { learningRate: 0.1, momentum: 0.9 }),
  Adam: (parameters) => new Adam(parameters, { learningRate: 0.01 }),
};

/** All of it together. */
export const training: readonly Check[] = Object.entries(optimizers).map(([name, make]) =>
  check(
    "training",
    `a convolutional network learns by ${name} as on the interpreter`,
    async ({ backend, reference }) => {
      const of = (on: Backend): Promise<number[]> =>
        losses(on, (model) => make(model.flatMap((each) => [...each.parameters()])));
      expectNumbers(await of(backend), await of(reference), "losses", { relative: 1e-3, absolute: 1e-4 });
    },
    { dtypes: ["float32", "int32"] },
  ),
);
