import type { Backend } from "@nn/backend";
import type { Module } from "@nn/module";
import { Adam } from "@nn/optimizers";
import { permutation, type Generator } from "@nn/tensor";
import { batchOf, firstOf, type Digits } from "train/batch";
import { trainStep } from "train/trainStep";
import type { Report, Settings } from "../protocol.ts";
import { countRecognised } from "./classify.ts";
import type { Exclusive } from "./exclusive.ts";
import type { Gate } from "./gate.ts";
import { batchSize, learningRateAt, planOf } from "./plan.ts";

/** What a run works with. */
export interface RunContext {
  readonly network: Module;
  readonly backend: Backend;
  /** For the order of the images. */
  readonly generator: Generator;
  readonly training: Digits;
  readonly heldOut: Digits;
  readonly turns: Exclusive;
  /** Passed after each step. */
  readonly gate: Gate;
  /** Ends the run after the current step. */
  readonly signal: AbortSignal;
  readonly report: (report: Report) => void;
}

/** Images for one step of a test: a divisor of their number. */
const testBatch = 250;

/** Trains the network as the settings say, and reports each step. */
export async function runTraining(settings: Settings, context: RunContext): Promise<void> {
  const { network, backend, generator, turns, gate, signal, report } = context;
  const training = firstOf(context.training, settings.images);
  const { steps, stepsPerEpoch, testEvery } = planOf(settings);
  const optimizer = new Adam(network.parameters());
  let order: ArrayLike<number> = [];
  let milliseconds = 0;
  for (let step = 0; step < steps && !signal.aborted; step++) {
    const position = (step % stepsPerEpoch) * batchSize;
    if (position === 0) order = await turns.run(() => permutation(training.count, { backend, generator }).data());
    const positions = Array.from({ length: batchSize }, (_, at) => order[position + at]!);
    optimizer.learningRate = learningRateAt(step, steps, settings.learningRate);
    const { loss, correct } = await turns.run(async () => {
      const started = performance.now();
      const result = await trainStep(network, optimizer, batchOf(training, positions, backend));
      milliseconds += performance.now() - started;
      return result;
    });
    const images = (step + 1) * batchSize;
    const epoch = Math.floor(step / stepsPerEpoch) + 1;
    const accuracy = correct / batchSize;
    report({ type: "step", step: step + 1, steps, images, epoch, loss, accuracy, seconds: milliseconds / 1000 });
    if ((step + 1) % testEvery === 0 || step + 1 === steps) {
      const tested = await test(context);
      if (tested !== undefined) report({ type: "heldOut", images, accuracy: tested });
    }
    await gate.pass(() => report({ type: "paused" }));
  }
}

/** The part of the held-out images that is recognised; `undefined` if the run was ended meanwhile. */
async function test({ network, backend, heldOut, turns, gate, signal }: RunContext): Promise<number | undefined> {
  let correct = 0;
  for (let first = 0; first < heldOut.count; first += testBatch) {
    if (signal.aborted) return undefined;
    const positions = Array.from({ length: testBatch }, (_, at) => first + at);
    correct += await turns.run(() => countRecognised(network, heldOut, positions, backend));
    await gate.breathe();
  }
  return correct / heldOut.count;
}
