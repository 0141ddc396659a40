import { expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { makerOf, stepsOf } from "./fixtures.ts";
import { RMSprop } from "./rmsProp.ts";

const steps = stepsOf(RMSprop);

describe("RMSprop", () => {
  it("divides by the root of the mean square", async () => {
    expectClose(await steps({ learningRate: 0.1, decay: 0.75, epsilon: 0 }), [0.8, 0.8 - 0.2 / Math.sqrt(1.75)]);
  });

  it("keeps a velocity", async () => {
    expectClose(await steps({ learningRate: 0.1, decay: 0.75, epsilon: 0, momentum: 0.5 }), [
      0.8,
      0.7 - 0.2 / Math.sqrt(1.75),
    ]);
  });

  it("divides by the standard deviation, centered", async () => {
    expectClose(await steps({ learningRate: 0.1, decay: 0.75, epsilon: 0, centered: true }, 1), [
      1 - 0.2 / Math.sqrt(0.75),
    ]);
  });

  it("goes up, and decays weights", async () => {
    expectClose(await steps({ learningRate: 0.1, decay: 0.75, epsilon: 1, weightDecay: 4, maximize: true }, 1), [0.9]);
  });

  it("refuses options out of range", () => {
    const make = makerOf(RMSprop);
    expect(make({ decay: 1 })).toThrow("RMSprop: expected decay from 0 to below 1, got 1");
    expect(make({ epsilon: -1 })).toThrow("RMSprop: expected epsilon to be at least 0, got -1");
    expect(make({ momentum: -1 })).toThrow("RMSprop: expected momentum to be at least 0, got -1");
    expect(make({ weightDecay: -1 })).toThrow("RMSprop: expected weightDecay to be at least 0, got -1");
  });
});
