import { interpreter, type Backend } from "@nn/backend";
import { cpu } from "@nn/backend-cpu";
import type { Sequential } from "@nn/module";
import { Adam, cosineAnnealingLR } from "@nn/optimizers";
import { generator } from "@nn/tensor";
import { firstOf, type Digits } from "./batch.ts";
import { loadMnist } from "./digits.ts";
import { evaluate } from "./evaluate.ts";
import { makeNetwork } from "./network.ts";
import { progressBar } from "./progressBar.ts";
import { percent, report } from "./report.ts";
import type { Settings } from "./settings.ts";
import { trainEpoch } from "./train.ts";
import { checkWritable, loadNetwork, saveNetwork } from "./weights.ts";

/** How a run ends early. */
export interface Interruption {
  /** Ends the training; what was reached is tested all the same. */
  readonly training: AbortSignal;
  /** Where results go, line by line. */
  readonly print: (text: string) => void;
}

/** Trains and tests as `settings` say, and prints what came out. */
export async function run(settings: Settings, { training: signal, print }: Interruption): Promise<void> {
  const phases: [string, number][] = [];
  const timed = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const started = performance.now();
    const result = await work();
    phases.push([name, (performance.now() - started) / 1000]);
    return result;
  };
  const { save, evaluate: saved } = settings;
  if (save !== undefined) await checkWritable(save);
  const { training, test } = await timed("loading", () => loadLimited(settings.limit));
  const backend = await (settings.backend === "cpu" ? cpu() : interpreter());
  let network: Sequential;
  if (saved === undefined) {
    print(`${training.count} training and ${test.count} test images on ${backend.name}, seed ${settings.seed}`);
    network = await timed("training", () => trainNetwork(settings, training, backend, { training: signal, print }));
  } else {
    print(`${test.count} test images on ${backend.name}, network of ${saved}`);
    network = await loadNetwork(saved, backend);
  }
  if (save !== undefined) {
    await saveNetwork(save, network, settings);
    print(`Saved to ${save}`);
  }
  const never = new AbortController().signal;
  const confusion = await timed("evaluation", () => evaluate(network, test, backend, never));
  print(`Test accuracy: ${percent(confusion.correct, confusion.total)}`);
  const peakMemory = process.resourceUsage().maxRSS * 1024;
  print(report({ confusion, phases, peakMemory, backendMemory: backend.memory().reservedBytes }));
  backend.dispose();
}

async function trainNetwork(
  settings: Settings,
  digits: Digits,
  backend: Backend,
  { training: signal, print }: Interruption,
): Promise<Sequential> {
  const random = generator(settings.seed);
  const network = makeNetwork(settings, backend, random.fork());
  const optimizer = new Adam(network.parameters());
  const order = random.fork();
  for (let epoch = 1; epoch <= settings.epochs && !signal.aborted; epoch++) {
    const label = `Epoch ${epoch}/${settings.epochs}`;
    const bar = progressBar(label, digits.count);
    const reached = await trainEpoch({
      network,
      optimizer,
      learningRate: (images) => learningRateAt((epoch - 1 + images / digits.count) / settings.epochs, settings),
      digits,
      batchSize: settings.batchSize,
      backend,
      generator: order,
      signal,
      onStep: (progress) => bar.update(progress),
    }).finally(() => bar.stop());
    const part = reached.images < digits.count ? `, interrupted after ${reached.images} images` : "";
    print(`${label}: loss ${reached.loss.toFixed(4)}, accuracy ${percent(reached.accuracy, 1)}${part}`);
  }
  return network;
}

async function loadLimited(limit: number | undefined): Promise<{ training: Digits; test: Digits }> {
  const { training, test } = await loadMnist();
  return { training: firstOf(training, limit), test: firstOf(test, limit) };
}

/** The learning rate after a part of the run, from 0 to 1. */
function learningRateAt(part: number, { learningRate, schedule }: Settings): number {
  return schedule === "constant" ? learningRate : cosineAnnealingLR({ steps: 1 })(part, learningRate);
}
