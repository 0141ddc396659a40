import { expect, it } from "vitest";
import { learningRateAt, planOf } from "./plan.ts";

it("lays out whole steps for every set", () => {
  expect(planOf({ images: 2000, epochs: 3 })).toEqual({ stepsPerEpoch: 40, steps: 120, testEvery: 20 });
  expect(planOf({ images: 10000, epochs: 1 })).toEqual({ stepsPerEpoch: 200, steps: 200, testEvery: 20 });
  expect(planOf({ images: 60000, epochs: 2 })).toEqual({ stepsPerEpoch: 1200, steps: 2400, testEvery: 120 });
});

it("lets the learning rate fall along a cosine", () => {
  expect([0, 30, 60, 90, 120].map((step) => learningRateAt(step, 120, 0.01).toFixed(5))).toEqual([
    "0.01000",
    "0.00854",
    "0.00500",
    "0.00146",
    "0.00000",
  ]);
});
