import { ReLU } from "@nn/activations";
import type { Backend } from "@nn/backend";
import { Conv2d } from "@nn/convolution";
import { Dropout } from "@nn/dropout";
import { Linear } from "@nn/linear";
import { crossEntropy } from "@nn/losses";
import { Flatten, Sequential } from "@nn/module";
import { Adam } from "@nn/optimizers";
import { backward, generator, tensor } from "@nn/tensor";
import { noise } from "../fixtures.ts";

/** Called in the middle of a step, before its loss is read, while it is read, and after. */
export type Disturb = (moment: number) => void;
export const momentsPerStep = 4;

const batch = 4;
const size = 6;
const classes = 3;

/**
 * Trains a convolution, dropout and two linear layers with Adam, on a new batch each step. Gives all losses, every third
 * of which was awaited, and then the weights: the same bits whatever happens at the moments.
 */
export async function trainingRun(
  backend: Backend,
  steps: number,
  disturb: Disturb = () => undefined,
): Promise<number[]> {
  const source = generator(3);
  const random = { backend, generator: source };
  const network = new Sequential(
    new Conv2d(1, 2, { kernelSize: 3, padding: 1, ...random }),
    new ReLU(),
    new Dropout({ probability: 0.25, generator: source }),
    new Flatten(),
    new Linear(2 * size * size, 8, random),
    new ReLU(),
    new Linear(8, classes, random),
  );
  const optimizer = new Adam(network.parameters(), { learningRate: 0.01 });
  const labels = tensor(Int32Array.of(0, 1, 2, 1), { backend });
  const readings: Promise<number>[] = [];
  for (let step = 0; step < steps; step++) {
    const moment = momentsPerStep * step;
    const images = tensor(noise(batch * size * size, step), { backend, shape: [batch, 1, size, size] });
    optimizer.zeroGrad();
    const loss = crossEntropy(network.forward(images), labels);
    backward(loss);
    disturb(moment);
    optimizer.step();
    disturb(moment + 1);
    const reading = loss.item();
    readings.push(reading);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    disturb(moment + 2);
    if (step % 3 === 0) await reading;
    disturb(moment + 3);
  }
  const found = await Promise.all(readings);
  for (const parameter of network.parameters()) found.push(...(await parameter.data()));
  return found;
}

/** Calls `after` after each call of a method, until what it gives is called. */
export function wrapMethod(
  gl: WebGL2RenderingContext,
  method: keyof WebGL2RenderingContext,
  after: () => void,
): () => void {
  const original: unknown = Reflect.get(gl, method);
  if (typeof original !== "function") throw new Error(`${method} is no method`);
  const value = (...parameters: unknown[]): unknown => {
    const result: unknown = Reflect.apply(original, gl, parameters);
    after();
    return result;
  };
  Object.defineProperty(gl, method, { configurable: true, value });
  return (): void => void Reflect.deleteProperty(gl, method);
}
