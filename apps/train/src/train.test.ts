import type { Backend } from "@nn/backend";
import { Adam } from "@nn/optimizers";
import { generator } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import type { Digits } from "./batch.ts";
import { evaluate, worstPairs, type Confusion } from "./evaluate.ts";
import { makeNetwork } from "./network.ts";
import { percent, report } from "./report.ts";
import { trainEpoch, type EpochProgress } from "./train.ts";

/** Images of a bright bar whose place tells the class, with some noise that depends on the seed alone. */
function bars(count: number, seed: number): Digits {
  const labels = Uint8Array.from({ length: count }, (_, image) => image % 10);
  let state = seed;
  const noise = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 26;
  const pixels = Uint8Array.from({ length: count * 784 }, (_, at) => {
    const [image, row] = [Math.floor(at / 784), Math.floor((at % 784) / 28)];
    return noise() + (Math.floor(row / 2.8) === labels[image] ? 160 : 0);
  });
  return { count, rows: 28, columns: 28, pixels, labels };
}

async function train(device: Backend, seed: number, signal = new AbortController().signal) {
  const random = generator(seed);
  const settings = { activation: "relu", batchNorm: true, dropout: 0.25 } as const;
  const network = makeNetwork(settings, device, random);
  const optimizer = new Adam(network.parameters());
  const seen: EpochProgress[] = [];
  const learningRate = (): number => 0.003;
  const onStep = (progress: EpochProgress): void => void seen.push(progress);
  const options = {
    network,
    optimizer,
    learningRate,
    digits: bars(200, 1),
    batchSize: 20,
    backend: device,
    signal,
    onStep,
  };
  const last = await trainEpoch({ ...options, generator: random });
  return { network, seen, last };
}

describe("trainEpoch", () => {
  it("learns", async () => {
    const device = await backend();
    const { network, seen, last } = await train(device, 1);
    expect(seen.map(({ images }) => images)).toEqual([20, 40, 60, 80, 100, 120, 140, 160, 180, 200]);
    expect(last.loss).toBeLessThan(seen[0]!.loss);
    const { correct, total } = await evaluate(network, bars(100, 2), device, new AbortController().signal);
    expect(total).toBe(100);
    expect(correct).toBeGreaterThan(95);
  });

  it("repeats itself to the bit by seed", async () => {
    const device = await backend();
    const [first, again, other] = [await train(device, 5), await train(device, 5), await train(device, 6)];
    expect(again.seen).toEqual(first.seen);
    expect(other.seen).not.toEqual(first.seen);
    const weights = async ({ network }: typeof first): Promise<number[]> => [
      ...(await network.parameters()[0]!.data()),
    ];
    expect(await weights(again)).toEqual(await weights(first));
  });

  it("ends when it is told to", async () => {
    const interruption = new AbortController();
    interruption.abort();
    expect((await train(await backend(), 1, interruption.signal)).seen).toEqual([]);
  });
});

const counts = Array.from({ length: 10 }, (_, label) =>
  Array.from({ length: 10 }, (_, at) => 9 * Number(at === label)),
);
counts[4]![9] = 3;
counts[9]![4] = 1;
const confusion: Confusion = { counts, total: 94, correct: 90 };

describe("worstPairs", () => {
  it("lists what was confused, the worst first", () => {
    expect(worstPairs(confusion, 5)).toEqual([
      { label: 4, prediction: 9, count: 3 },
      { label: 9, prediction: 4, count: 1 },
    ]);
    expect(worstPairs(confusion, 1)).toHaveLength(1);
  });
});

describe("report", () => {
  it("shows accuracies, confusions, times and memory", () => {
    const outcome = { confusion, phases: [["loading", 0.5], ["training", 61.234]], peakMemory: 2e8, backendMemory: 3e7 } as const; // prettier-ignore
    const text = report(outcome);
    expect(text).toMatch(/4\s*│\s*12\s*│\s*9\s*│\s*75.00 %/);
    expect(text).toMatch(/all\s*│\s*94\s*│\s*90\s*│\s*95.74 %/);
    expect(text).toMatch(/4\s*│\s*9\s*│\s*3 /);
    expect(text).toMatch(/training\s*│\s*61.23 s/);
    expect(text).toMatch(/200.0 MB[^]*30.0 MB/);
    expect(percent(0, 0)).toBe("–");
  });
});
