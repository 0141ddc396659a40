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
import { lenetBatch, lenetClasses, lenetImages, lenetParameters, lenetShapes } from "./data.ts";

/** The network of `trainingStep`, with the parameters that both libraries start from. Each call is a step, and gives its loss. */
export function ourTraining(backend: Backend, probability: number): () => Tensor {
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
    new Dropout({ probability, generator: random }),
    new Flatten(),
    new Linear(16 * 7 * 7, 10, made),
  );
  const values = lenetParameters();
  [...network.parameters()].forEach((parameter, at) => {
    parameter.assign(tensor(values[at]!, { backend, shape: lenetShapes[at]! }));
  });
  const optimizer = new Adam(network.parameters(), { learningRate: 1e-3 });
  const [pixels, classes] = [lenetImages(), lenetClasses()];
  return () => {
    const images = tensor(pixels, { backend, shape: [lenetBatch, 1, 28, 28] });
    const loss = crossEntropy(network.forward(images), tensor(classes, { backend }));
    optimizer.zeroGrad();
    backward(loss);
    optimizer.step();
    return loss;
  };
}
