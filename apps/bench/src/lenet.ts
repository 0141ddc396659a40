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

/** The network of the training program, with random parameters that are the same each time. */
export function lenet(backend: Backend, dropout: number): Sequential {
  const random = generator(1);
  const made = { backend, generator: random };
  return new Sequential(
    new Conv2d(1, 8, { kernelSize: 5, padding: 2, ...made }),
    new BatchNorm2d(8, { backend }),
    new ReLU(),
    new MaxPool2d({ kernelSize: 2 }),
    new Conv2d(8, 16, { kernelSize: 5, padding: 2, ...made }),
    new BatchNorm2d(16, { backend }),
    new ReLU(),
    new MaxPool2d({ kernelSize: 2 }),
    new Dropout({ probability: dropout, generator: random }),
    new Flatten(),
    new Linear(16 * 7 * 7, 10, made),
  );
}

/**
 * Steps of training with the same images each time: forward, backward, and Adam's update. A step gives its loss, which is
 * not read yet: it runs when it is, or when control returns to the event loop.
 */
export function lenetSteps(
  network: Sequential,
  pixels: Float32Array,
  classes: Int32Array,
  backend: Backend,
): () => Tensor {
  const optimizer = new Adam(network.parameters(), { learningRate: 1e-3 });
  return () => {
    const images = tensor(pixels, { backend, shape: [classes.length, 1, 28, 28] });
    const loss = crossEntropy(network.forward(images), tensor(classes, { backend }));
    optimizer.zeroGrad();
    backward(loss);
    optimizer.step();
    return loss;
  };
}
