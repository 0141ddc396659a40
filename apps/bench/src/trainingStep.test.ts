import { statistics } from "@nn/tensor";
import { backend } from "@nn/testing";
import { expect, it } from "vitest";
import { trainingStep } from "./trainingStep.ts";

it("compiles and plans nothing once it repeats itself, and learns", async () => {
  const device = await backend();
  const step = trainingStep(device, 4);
  const first = await step.start().item();
  await step.start().item();
  const before = statistics(device);
  let last = first;
  for (let count = 0; count < 10; count++) last = await step.start().item();
  const { compiled, plans, runs } = statistics(device);
  expect({ compiled, plans }).toEqual({ compiled: before.compiled, plans: before.plans });
  expect(runs - before.runs).toBe(10);
  expect(last).toBeLessThan(first);
});
