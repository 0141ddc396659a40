import { setImmediate } from "node:timers/promises";
import type { Backend } from "@nn/backend";
import type { Module } from "@nn/module";
import type { Optimizer } from "@nn/optimizers";
import { permutation, type Generator } from "@nn/tensor";
import { batchOf, type Digits } from "./batch.ts";
import { trainStep } from "./trainStep.ts";

/** What is counted in an epoch so far. */
export interface EpochProgress {
  /** Images seen. */
  readonly images: number;
  /** Mean loss over them, each at its own step. */
  readonly loss: number;
  /** The part of them that was recognised, each at its own step. */
  readonly accuracy: number;
}

/** What an epoch needs. */
export interface EpochOptions {
  readonly network: Module;
  readonly optimizer: Optimizer;
  /** The learning rate of the step after so many images. */
  readonly learningRate: (images: number) => number;
  readonly digits: Digits;
  readonly batchSize: number;
  readonly backend: Backend;
  /** For the order of the images. */
  readonly generator: Generator;
  /** Ends the epoch after the current step. */
  readonly signal: AbortSignal;
  /** Called after each step. */
  readonly onStep: (progress: EpochProgress) => void;
}

/** Trains on every image once, in random order. */
export async function trainEpoch(options: EpochOptions): Promise<EpochProgress> {
  const { network, optimizer, digits, batchSize, backend, generator, signal, onStep } = options;
  const order = await permutation(digits.count, { backend, generator }).data();
  network.train();
  let [images, loss, correct] = [0, 0, 0];
  const progress = (): EpochProgress => ({ images, loss: loss / images, accuracy: correct / images });
  while (images < digits.count && !signal.aborted) {
    const batch = batchOf(digits, order.subarray(images, images + batchSize), backend);
    optimizer.learningRate = options.learningRate(images);
    const result = await trainStep(network, optimizer, batch);
    images += batch.size;
    loss += result.loss * batch.size;
    correct += result.correct;
    onStep(progress());
    // Lets signals and the progress bar's timer in.
    await setImmediate();
  }
  return progress();
}
