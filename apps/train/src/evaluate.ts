import { setImmediate } from "node:timers/promises";
import type { Backend } from "@nn/backend";
import type { Module } from "@nn/module";
import { argmax, noGrad } from "@nn/tensor";
import { batchOf, type Digits } from "./batch.ts";

/** How often each class was taken for each: `counts[label][prediction]`. */
export interface Confusion {
  readonly counts: readonly (readonly number[])[];
  readonly total: number;
  readonly correct: number;
}

/** Images for one evaluation step. */
const batchSize = 250;

/** Tests the network on every image; `signal` ends that early. */
export async function evaluate(
  network: Module,
  digits: Digits,
  backend: Backend,
  signal: AbortSignal,
): Promise<Confusion> {
  const counts = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  network.eval();
  for (let first = 0; first < digits.count && !signal.aborted; first += batchSize) {
    const size = Math.min(batchSize, digits.count - first);
    const positions = Array.from({ length: size }, (_, number) => first + number);
    const batch = batchOf(digits, positions, backend);
    const predictions = await noGrad(() => argmax(network.forward(batch.images), { axis: 1 })).data();
    positions.forEach((position, number) => counts[digits.labels[position]!]![predictions[number]!]!++);
    await setImmediate();
  }
  network.train();
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  return { counts, total, correct: counts.reduce((sum, row, label) => sum + row[label]!, 0) };
}

/** One class taken for another. */
export interface ConfusedPair {
  readonly label: number;
  readonly prediction: number;
  readonly count: number;
}

/** The pairs of classes that were confused most, the worst first. */
export function worstPairs({ counts }: Confusion, limit: number): ConfusedPair[] {
  return counts
    .flatMap((row, label) => row.map((count, prediction) => ({ label, prediction, count })))
    .filter(({ label, prediction, count }) => label !== prediction && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, limit);
}
