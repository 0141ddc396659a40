import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { cpu } from "@nn/backend-cpu";
import { expect, it } from "vitest";
import { trainingStep } from "./trainingStep.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

it("keeps no batch alive in a loop that never returns to the event loop", async () => {
  const backend = await cpu();
  const training = trainingStep(backend, 64);
  const steps = async (count: number): Promise<{ host: number; device: number }> => {
    for (let step = 0; step < count; step++) await training.start().item();
    collect();
    return { host: process.memoryUsage().arrayBuffers, device: backend.memory().bytes };
  };
  await steps(90);
  const before = await steps(1);
  const after = await steps(40);
  const batch = 64 * 784 * 4;
  expect(after.host - before.host).toBeLessThan(5 * batch);
  expect(after.device).toBe(before.device);
});
