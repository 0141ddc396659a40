import { tensor, Variable } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { NAdam, type NAdamOptions } from "./nadam.ts";

const device = await backend();

/** The parameter 1 after each of some steps with the gradient 2. */
async function steps(options: NAdamOptions, count = 2): Promise<number[]> {
  const parameter = new Variable(tensor([1], { backend: device }), true);
  const optimizer = new NAdam([parameter], options);
  const results: number[] = [];
  for (let step = 0; step < count; step++) {
    parameter.grad = tensor([2], { backend: device });
    optimizer.step();
    results.push(await parameter.item());
  }
  return results;
}

describe("NAdam", () => {
  it("looks ahead with Adam's means", async () => {
    expectClose(await steps({ learningRate: 0.1, betas: [0.5, 0.75], epsilon: 0, momentumDecay: 0 }, 1), [
      1 - (0.1 * (2 + 0.25 / 0.9375)) / 2,
    ]);
  });

  it("refuses options out of range", () => {
    const make = (options: NAdamOptions) => () =>
      new NAdam([new Variable(tensor([1], { backend: device }), true)], options);
    expect(make({ betas: [0.9, 1] })).toThrow("NAdam: expected betas from 0 to below 1, got 0.9 and 1");
    expect(make({ epsilon: -1 })).toThrow("NAdam: expected epsilon to be at least 0, got -1");
    expect(make({ momentumDecay: -1 })).toThrow("NAdam: expected momentumDecay to be at least 0, got -1");
    expect(make({ weightDecay: -1 })).toThrow("NAdam: expected weightDecay to be at least 0, got -1");
  });
});
