import { interpreter } from "@nn/backend";
import { tensor, Variable } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { SGD } from "../sgd.ts";
import { constantLR } from "./constantLR.ts";
import { cosineAnnealingLR } from "./cosineAnnealingLR.ts";
import { cosineAnnealingWarmRestarts } from "./cosineAnnealingWarmRestarts.ts";
import { cyclicLR } from "./cyclicLR.ts";
import { exponentialLR } from "./exponentialLR.ts";
import { linearLR } from "./linearLR.ts";
import { multiStepLR } from "./multiStepLR.ts";
import { oneCycleLR } from "./oneCycleLR.ts";
import { polynomialLR } from "./polynomialLR.ts";
import { ReduceLROnPlateau } from "./reduceLROnPlateau.ts";
import type { Schedule } from "./schedule.ts";
import { Scheduler } from "./scheduler.ts";
import { sequentialLR } from "./sequentialLR.ts";
import { stepLR } from "./stepLR.ts";

const optimizer = async (learningRate: number): Promise<SGD> =>
  new SGD([new Variable(tensor([1], { backend: await interpreter() }), true)], { learningRate });

const third = 1 / 3;
const half = (part: number): number => (1 + Math.cos(Math.PI * part)) / 2;

describe("schedules", () => {
  it.each<[string, Schedule, number[]]>([
    ["stepLR", stepLR({ stepSize: 2, gamma: 0.5 }), [2, 2, 1, 1, 0.5]],
    ["multiStepLR", multiStepLR({ milestones: [1, 4], gamma: 0.5 }), [2, 1, 1, 1, 0.5]],
    ["exponentialLR", exponentialLR({ gamma: 0.5 }), [2, 1, 0.5, 0.25, 0.125]],
    ["constantLR", constantLR({ steps: 2 }), [2 * third, 2 * third, 2, 2, 2]],
    ["linearLR", linearLR({ start: 0.25, steps: 3 }), [0.5, 1, 1.5, 2, 2]],
    ["polynomialLR", polynomialLR({ steps: 4, power: 2 }), [2, 1.125, 0.5, 0.125, 0]],
    [
      "cosineAnnealingLR",
      cosineAnnealingLR({ steps: 3, minimum: 1 }),
      [2, 1 + half(1 / 3), 1 + half(2 / 3), 1, 1 + half(4 / 3)],
    ],
    ["cosineAnnealingWarmRestarts", cosineAnnealingWarmRestarts({ steps: 2 }), [2, 1, 2, 1, 2]],
    [
      "longer warm restarts",
      cosineAnnealingWarmRestarts({ steps: 1, growth: 3 }),
      [2, 2, 2 * half(1 / 3), 2 * half(2 / 3), 2],
    ],
    [
      "oneCycleLR",
      oneCycleLR({ maximum: 1, steps: 5, warmup: 0.6, divisor: 4, finalDivisor: 5 }),
      [0.25, 0.625, 1, 0.525, 0.05],
    ],
    ["cyclicLR", cyclicLR({ maximum: 4, stepsUp: 1, stepsDown: 2 }), [2, 4, 3, 2, 4]],
    [
      "sequentialLR",
      sequentialLR([constantLR({ factor: 0.5, steps: 9 }), exponentialLR({ gamma: 0.5 })], [2]),
      [1, 1, 2, 1, 0.5],
    ],
  ])("%s", (_, schedule, expected) => {
    expected.forEach((rate, step) => expect(schedule(step, 2)).toBeCloseTo(rate, 12));
  });

  it("refuse what cannot be", () => {
    expect(() => stepLR({ stepSize: 0 })).toThrow("stepLR: expected stepSize to be an integer of at least 1, got 0");
    expect(() => sequentialLR([linearLR()], [3])).toThrow(
      "sequentialLR: expected one milestone less than the 1 schedules, in rising order, got [3]",
    );
  });
});

describe("Scheduler", () => {
  it("sets the rate at once, and with each step", async () => {
    const sgd = await optimizer(2);
    const scheduler = new Scheduler(sgd, linearLR({ start: 0.5, steps: 2 }));
    expect(sgd.learningRate).toBe(1);
    scheduler.step();
    expect(sgd.learningRate).toBe(1.5);
  });

  it("goes on where another one stood", async () => {
    const first = new Scheduler(await optimizer(2), exponentialLR({ gamma: 0.5 }));
    first.step();
    const sgd = await optimizer(9);
    const second = new Scheduler(sgd, exponentialLR({ gamma: 0.5 }));
    second.loadStateDict(first.stateDict());
    expect(sgd.learningRate).toBe(1);
    expect(() => second.loadStateDict({ steps: -1, initialRate: 1 })).toThrow(
      "Scheduler: expected steps and an initial rate of at least 0, got -1 steps and 1",
    );
    expect(second.stateDict()).toEqual({ steps: 1, initialRate: 2 });
  });
});

describe("ReduceLROnPlateau", () => {
  it("lowers the rate where a metric no longer improves", async () => {
    const sgd = await optimizer(1);
    const scheduler = new ReduceLROnPlateau(sgd, { patience: 1, factor: 0.5, cooldown: 1, minimum: 0.2 });
    const rates = [3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2].map((metric) => {
      scheduler.step(metric);
      return sgd.learningRate;
    });
    expect(rates).toEqual([1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2, 0.2, 0.2]);
  });

  it("can want a larger metric", async () => {
    const sgd = await optimizer(1);
    const scheduler = new ReduceLROnPlateau(sgd, { mode: "max", patience: 0 });
    for (const accuracy of [0.5, 0.6, 0.7]) scheduler.step(accuracy);
    expect(sgd.learningRate).toBe(1);
    scheduler.step(0.7);
    expect(sgd.learningRate).toBe(0.1);
  });
});
