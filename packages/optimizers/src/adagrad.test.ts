import { expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Adagrad } from "./adagrad.ts";
import { makerOf, stepsOf } from "./fixtures.ts";

const steps = stepsOf(Adagrad);

describe("Adagrad", () => {
  it("divides by the root of the sum of squares", async () => {
    expectClose(await steps({ learningRate: 1, epsilon: 0 }), [0, -1 / Math.SQRT2]);
  });

  it("lets the rate fall", async () => {
    expectClose(await steps({ learningRate: 1, epsilon: 0, learningRateDecay: 1 }), [0, -0.5 / Math.SQRT2]);
  });

  it("can start with a sum", async () => {
    expectClose(await steps({ learningRate: 1, epsilon: 0, initialAccumulator: 5 }, 1), [1 - 2 / 3]);
  });

  it("refuses options out of range", () => {
    const make = makerOf(Adagrad);
    expect(make({ learningRateDecay: -1 })).toThrow("Adagrad: expected learningRateDecay to be at least 0, got -1");
    expect(make({ initialAccumulator: -1 })).toThrow("Adagrad: expected initialAccumulator to be at least 0, got -1");
    expect(make({ epsilon: -1 })).toThrow("Adagrad: expected epsilon to be at least 0, got -1");
    expect(make({ weightDecay: -1 })).toThrow("Adagrad: expected weightDecay to be at least 0, got -1");
  });
});
