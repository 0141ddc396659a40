import { expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { makerOf, stepsOf } from "./fixtures.ts";
import { RAdam } from "./radam.ts";

const steps = stepsOf(RAdam);

describe("RAdam", () => {
  it("does not divide in the first steps", async () => {
    expectClose(await steps({ learningRate: 0.1 }), [0.8, 0.6]);
  });

  it("divides, rectified, once the variance is known", async () => {
    expectClose(await steps({ learningRate: 0.1, betas: [0, 0.9], epsilon: 0 }, 8), expected(8));
  });

  it("refuses options out of range", () => {
    const make = makerOf(RAdam);
    expect(make({ betas: [0.9, 1] })).toThrow("RAdam: expected betas from 0 to below 1, got 0.9 and 1");
    expect(make({ epsilon: -1 })).toThrow("RAdam: expected epsilon to be at least 0, got -1");
    expect(make({ weightDecay: -1 })).toThrow("RAdam: expected weightDecay to be at least 0, got -1");
  });
});

/** With β₁ = 0 and a gradient that stays the same, m / √v · √(1 − β₂ᵗ) is 1: a step is the rate times r, or times 2. */
function expected(count: number): number[] {
  let parameter = 1;
  return Array.from({ length: count }, (_, at) => {
    const [t, power] = [at + 1, 0.9 ** (at + 1)];
    const length = 19 - (2 * t * power) / (1 - power);
    const factor = length > 5 ? Math.sqrt(((length - 4) * (length - 2) * 19) / (15 * 17 * length)) : 2;
    return (parameter -= 0.1 * factor);
  });
}
