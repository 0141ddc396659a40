import { expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Adadelta } from "./adadelta.ts";
import { makerOf, stepsOf } from "./fixtures.ts";

const steps = stepsOf(Adadelta);

describe("Adadelta", () => {
  it("steps in the unit of the parameter", async () => {
    expectClose(await steps({ decay: 0.75, epsilon: 1 }), [1 - Math.SQRT2, 1 - Math.SQRT2 - 2 * Math.sqrt(1.5 / 2.75)]);
  });

  it("scales the steps", async () => {
    expectClose(await steps({ decay: 0.75, epsilon: 1, learningRate: 0.5 }, 1), [1 - Math.SQRT2 / 2]);
  });

  it("refuses options out of range", () => {
    const make = makerOf(Adadelta);
    expect(make({ decay: 1 })).toThrow("Adadelta: expected decay from 0 to below 1, got 1");
    expect(make({ epsilon: -1 })).toThrow("Adadelta: expected epsilon to be at least 0, got -1");
    expect(make({ weightDecay: -1 })).toThrow("Adadelta: expected weightDecay to be at least 0, got -1");
  });
});
