import type { MemoryReport } from "@nn/backend";
import { ReLU } from "@nn/activations";
import { Linear } from "@nn/linear";
import { mseLoss } from "@nn/losses";
import { Sequential } from "@nn/module";
import { Adam } from "@nn/optimizers";
import { backward, generator, tensor } from "@nn/tensor";
import { expect, test } from "vitest";
import { noise } from "./fixtures.ts";
import { webgl, type WebGLOptions } from "./webgl.ts";

/** In buffers: unread losses move to the host in halves of 64, and wait for a fence on the way. */
const margin = 64;

/** Trains on new batches, without `dispose`, and reads every 20th loss: what the backend holds after each step. */
async function memoryOf(options: WebGLOptions, steps: number): Promise<MemoryReport[]> {
  const backend = await webgl(options);
  const random = { backend, generator: generator(3) };
  const network = new Sequential(new Linear(12, 16, random), new ReLU(), new Linear(16, 4, random));
  const optimizer = new Adam(network.parameters(), { learningRate: 0.01 });
  const reports: MemoryReport[] = [];
  for (let step = 0; step < steps; step++) {
    const input = tensor(noise(32 * 12, step), { backend, shape: [32, 12] });
    const target = tensor(noise(32 * 4, step + 1), { backend, shape: [32, 4] });
    optimizer.zeroGrad();
    const loss = mseLoss(network.forward(input), target);
    backward(loss);
    optimizer.step();
    if (step % 20 === 19) await loss.item();
    reports.push(backend.memory());
  }
  backend.dispose();
  return reports;
}

test.each([
  { contextLoss: "error", steps: 2000 },
  { contextLoss: "resume", steps: 2000 },
] as const)("holds as much after $steps steps as after 100, if a lost context is: $contextLoss", async (options) => {
  const { contextLoss, steps } = options;
  const reports = await memoryOf({ contextLoss }, steps);
  const most = (key: keyof MemoryReport, from: number, to: number): number =>
    Math.max(...reports.slice(from, to).map((report) => report[key]));
  const [early, late] = [reports[99]!, reports[steps - 1]!];
  expect(Math.abs(late.buffers - early.buffers)).toBeLessThanOrEqual(margin);
  expect(most("buffers", 100, steps)).toBeLessThanOrEqual(most("buffers", 0, 100) + margin);
  expect(most("bytes", 100, steps)).toBeLessThanOrEqual(most("bytes", 0, 100) + 4 * margin);
  expect(most("reservedBytes", 100, steps)).toBeLessThanOrEqual(most("reservedBytes", 0, 100) + 16 * margin);
});
