import { expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { makerOf, stepsOf } from "./fixtures.ts";
import { NAdam } from "./nadam.ts";

const steps = stepsOf(NAdam);

describe("NAdam", () => {
  it("looks ahead with Adam's means", async () => {
    expectClose(await steps({ learningRate: 0.1, betas: [0.5, 0.75], epsilon: 0, momentumDecay: 0 }, 1), [
      1 - (0.1 * (2 + 0.25 / 0.9375)) / 2,
    ]);
  });

  it("refuses options out of range", () => {
    const make = makerOf(NAdam);
    expect(make({ betas: [0.9, 1] })).toThrow("NAdam: expected betas from 0 to below 1, got 0.9 and 1");
    expect(make({ epsilon: -1 })).toThrow("NAdam: expected epsilon to be at least 0, got -1");
    expect(make({ momentumDecay: -1 })).toThrow("NAdam: expected momentumDecay to be at least 0, got -1");
    expect(make({ weightDecay: -1 })).toThrow("NAdam: expected weightDecay to be at least 0, got -1");
  });
});
