import type { Backend } from "@nn/backend";
import type { Module } from "@nn/module";
import { generator } from "@nn/tensor";
import { makeNetwork } from "train/network";
import { DataSet } from "../data/dataSet.ts";
import type { Report, Settings } from "../protocol.ts";
import { probabilitiesOf } from "./classify.ts";
import { Devices } from "./devices.ts";
import { Exclusive } from "./exclusive.ts";
import { failureOf } from "./failureOf.ts";
import { Gate } from "./gate.ts";
import { runTraining } from "./runTraining.ts";

interface Model {
  readonly network: Module;
  readonly backend: Backend;
  readonly trained: boolean;
}

/** What the worker holds: devices, images, the network, and the run that trains it. */
export class Session {
  readonly #report: (report: Report) => void;
  readonly #devices = new Devices();
  readonly #data = new DataSet();
  /** Training steps, tests and predictions take turns with the network. */
  readonly #turns = new Exclusive();
  readonly #gate = new Gate();
  #run: AbortController | undefined;
  /** The seed of the last run: each is another, and a reloaded page repeats them. */
  #runs = 1;
  #model: Model | undefined;

  constructor(report: (report: Report) => void) {
    this.#report = report;
  }

  /** Trains a new network; until it is there, predictions are the old one's. */
  async start(settings: Settings, base: string): Promise<void> {
    if (this.#run) return;
    const { signal } = (this.#run = new AbortController());
    this.#gate.open();
    try {
      const backend = await this.#devices.get(settings.device);
      const onProgress = (done: number, total: number): void => this.#report({ type: "downloading", done, total });
      const data = await this.#data.load(settings.images, { base, signal, onProgress });
      this.#report({ type: "preparing" });
      const random = generator(++this.#runs);
      const network = createNetwork(backend, random.fork());
      this.#model = { network, backend, trained: true };
      const tools = { turns: this.#turns, gate: this.#gate, signal, report: this.#report };
      await runTraining(settings, { network, backend, generator: random.fork(), ...data, ...tools });
      this.#report({ type: "finished", stopped: signal.aborted });
    } catch (error) {
      if (signal.aborted) this.#report({ type: "finished", stopped: true });
      else this.#fail(error);
    } finally {
      this.#run = undefined;
    }
  }

  pause(): void {
    if (this.#run) this.#gate.close();
  }

  resume(): void {
    this.#gate.open();
  }

  /** Ends the run after its current step; the network stays. */
  stop(): void {
    this.#run?.abort();
    this.#gate.open();
  }

  /** What the network says now; one that has learned nothing, if there is none yet. */
  async predict(pixels: Uint8Array): Promise<void> {
    try {
      const { probabilities, trained } = await this.#turns.run(async () => {
        const { network, backend, trained } = (this.#model ??= await this.#untrained());
        return { probabilities: await probabilitiesOf(network, pixels, backend), trained };
      });
      this.#report({ type: "prediction", probabilities, trained });
    } catch (error) {
      this.#fail(error);
    }
  }

  async #untrained(): Promise<Model> {
    const backend = await this.#devices.get("cpu");
    return { network: createNetwork(backend, generator(1)), backend, trained: false };
  }

  #fail(error: unknown): void {
    const failure = failureOf(error, this.#devices.lost);
    if (failure.kind === "contextLost") this.#model = undefined;
    this.#report({ type: "failed", failure });
  }
}

function createNetwork(backend: Backend, random: ReturnType<typeof generator>): Module {
  return makeNetwork({ activation: "relu", batchNorm: true, dropout: 0.25 }, backend, random);
}
