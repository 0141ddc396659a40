import { crossEntropy } from "@nn/losses";
import type { Module } from "@nn/module";
import type { Optimizer } from "@nn/optimizers";
import { argmax, backward, cast, eq, sum } from "@nn/tensor";
import type { Batch } from "./batch.ts";

/** What a step saw before it changed the weights. */
export interface StepResult {
  /** Mean cross entropy over the batch. */
  readonly loss: number;
  /** How many images of the batch were recognised. */
  readonly correct: number;
}

/** One step of gradient descent: changes the network's parameters by what the batch shows. */
export async function trainStep(network: Module, optimizer: Optimizer, batch: Batch): Promise<StepResult> {
  const logits = network.forward(batch.images);
  const batchLoss = crossEntropy(logits, batch.labels);
  const batchCorrect = sum(cast(eq(argmax(logits, { axis: 1 }), batch.labels), "int32"));
  optimizer.zeroGrad();
  backward(batchLoss);
  optimizer.step();
  const [loss, correct] = await Promise.all([batchLoss.item(), batchCorrect.item()]);
  return { loss, correct };
}
