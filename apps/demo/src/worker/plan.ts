import type { Settings } from "../protocol.ts";

/** Images of a training step: a divisor of every set, so that all steps share their kernels. */
export const batchSize = 50;

/** How a run is laid out. */
export interface Plan {
  readonly stepsPerEpoch: number;
  readonly steps: number;
  /** The held-out images are tested after each so many steps. */
  readonly testEvery: number;
}

export function planOf({ images, epochs }: Pick<Settings, "images" | "epochs">): Plan {
  const stepsPerEpoch = images / batchSize;
  return { stepsPerEpoch, steps: epochs * stepsPerEpoch, testEvery: Math.max(20, Math.ceil(stepsPerEpoch / 10)) };
}

/** The learning rate of a step: falls to 0 over the run, along one half of a cosine. */
export function learningRateAt(step: number, steps: number, learningRate: number): number {
  return (learningRate * (1 + Math.cos((Math.PI * step) / steps))) / 2;
}
