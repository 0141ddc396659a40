import type { Backend } from "@nn/backend";
import type { Tensor } from "@nn/tensor";
import { lenet, lenetSteps } from "./lenet.ts";

/** One step of training: forward, backward, update. */
export interface TrainingStep {
  /** Gives the loss, which is not read yet: the step runs when it is, or when control returns to the event loop. */
  start(): Tensor;
}

/** The network of the training program with images and labels that are random, the same each time. */
export function trainingStep(backend: Backend, batchSize: number): TrainingStep {
  const source = pseudoRandom(1);
  const pixels = Float32Array.from({ length: batchSize * 784 }, () => source() * 2 - 1);
  const classes = Int32Array.from({ length: batchSize }, () => Math.floor(source() * 10));
  return { start: lenetSteps(lenet(backend, 0.25), pixels, classes, backend) };
}

/** Numbers in [0, 1): a linear congruential generator. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
