import { softmax } from "@nn/activations";
import type { Backend } from "@nn/backend";
import type { Module } from "@nn/module";
import { argmax, noGrad, type Tensor } from "@nn/tensor";
import { batchOf, type Digits } from "train/batch";

/** The network's ten probabilities for one image. */
export async function probabilitiesOf(network: Module, pixels: Uint8Array, backend: Backend): Promise<number[]> {
  const digits: Digits = { count: 1, rows: 28, columns: 28, pixels, labels: new Uint8Array(1) };
  return [...(await softmax(logitsOf(network, digits, [0], backend), { axis: 1 }).data())];
}

/** How many of the images at the positions the network recognises. */
export async function countRecognised(
  network: Module,
  digits: Digits,
  positions: readonly number[],
  backend: Backend,
): Promise<number> {
  const predictions = await argmax(logitsOf(network, digits, positions, backend), { axis: 1 }).data();
  return positions.filter((position, at) => predictions[at] === digits.labels[position]).length;
}

/** Without dropout, and with the running statistics. */
function logitsOf(network: Module, digits: Digits, positions: readonly number[], backend: Backend): Tensor {
  network.eval();
  const logits = noGrad(() => network.forward(batchOf(digits, positions, backend).images));
  network.train();
  return logits;
}
