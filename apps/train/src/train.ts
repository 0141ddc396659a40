import { setImmediate } from "node:timers/promises";
import type { Backend } from "@nn/backend";
import { crossEntropy } from "@nn/losses";
import type { Module } from "@nn/module";
import type { Optimizer } from "@nn/optimizers";
import { argmax, backward, cast, eq, permutation, sum, type Generator } from "@nn/tensor";
import { batchOf, type Digits } from "./digits.ts";

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
    const logits = network.forward(batch.images);
    const batchLoss = crossEntropy(logits, batch.labels);
    const batchCorrect = sum(cast(eq(argmax(logits, { axis: 1 }), batch.labels), "int32"));
    optimizer.learningRate = options.learningRate(images);
    optimizer.zeroGrad();
    backward(batchLoss);
    optimizer.step();
    const [lossNumber, correctNumber] = await Promise.all([batchLoss.item(), batchCorrect.item()]);
    images += batch.size;
    loss += lossNumber * batch.size;
    correct += correctNumber;
    onStep(progress());
    // Lets signals and the progress bar's timer in.
    await setImmediate();
  }
  return progress();
}
