import { cpu } from "@nn/backend-cpu";
import { configure, statistics } from "@nn/tensor";
import { expect, it } from "vitest";
import { trainingStep } from "./trainingStep.ts";

it("changes no bit of a training run, and saves kernels", async () => {
  const [fused, plain] = [await cpu(), await cpu()];
  configure(plain, { fusion: false });
  const steps = [fused, plain].map((backend) => trainingStep(backend, 6));
  for (let step = 0; step < 4; step++) {
    const [loss, reference] = await Promise.all(steps.map((one) => one.start().data()));
    expect(loss).toEqual(reference);
    expect(loss![0]).toBeGreaterThan(0);
  }
  expect(statistics(fused).compiled).toBeLessThan(statistics(plain).compiled);
});
