import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { cpu } from "@nn/backend-cpu";
import { expect, it } from "vitest";
import { trainingStep } from "./trainingStep.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Bytes of array buffers that are in use; they are given back by another thread, a little after the collection. */
function hostBytes(): number {
  const measured = Array.from({ length: 10 }, () => {
    collect();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
    return process.memoryUsage().arrayBuffers;
  });
  return Math.min(...measured);
}

it("keeps no batch alive in a loop that never returns to the event loop", { timeout: 60_000 }, async () => {
  const backend = await cpu();
  const training = trainingStep(backend, 64);
  const steps = async (count: number): Promise<{ host: number; device: number }> => {
    for (let step = 0; step < count; step++) await training.start().item();
    return { host: hostBytes(), device: backend.memory().bytes };
  };
  await steps(90);
  const before = await steps(1);
  const after = await steps(40);
  const batch = 64 * 784 * 4;
  expect(after.host - before.host).toBeLessThan(5 * batch);
  expect(after.device).toBe(before.device);
});
