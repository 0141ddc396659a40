import { expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Adamax } from "./adamax.ts";
import { makerOf, stepsOf } from "./fixtures.ts";

const steps = stepsOf(Adamax);

describe("Adamax", () => {
  it("divides by the largest gradient", async () => {
    expectClose(await steps({ learningRate: 0.1, betas: [0.5, 0.5], epsilon: 0 }), [0.9, 0.8]);
  });

  it("refuses options out of range", () => {
    const make = makerOf(Adamax);
    expect(make({ betas: [0.9, 1] })).toThrow("Adamax: expected betas from 0 to below 1, got 0.9 and 1");
    expect(make({ epsilon: -1 })).toThrow("Adamax: expected epsilon to be at least 0, got -1");
    expect(make({ weightDecay: -1 })).toThrow("Adamax: expected weightDecay to be at least 0, got -1");
  });
});
