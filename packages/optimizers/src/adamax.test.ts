import { tensor, Variable } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Adamax, type AdamaxOptions } from "./adamax.ts";

const device = await backend();

/** The parameter 1 after each of some steps with the gradient 2. */
async function steps(options: AdamaxOptions, count = 2): Promise<number[]> {
  const parameter = new Variable(tensor([1], { backend: device }), true);
  const optimizer = new Adamax([parameter], options);
  const results: number[] = [];
  for (let step = 0; step < count; step++) {
    parameter.grad = tensor([2], { backend: device });
    optimizer.step();
    results.push(await parameter.item());
  }
  return results;
}

describe("Adamax", () => {
  it("divides by the largest gradient", async () => {
    expectClose(await steps({ learningRate: 0.1, betas: [0.5, 0.5], epsilon: 0 }), [0.9, 0.8]);
  });

  it("refuses options out of range", () => {
    const make = (options: AdamaxOptions) => () =>
      new Adamax([new Variable(tensor([1], { backend: device }), true)], options);
    expect(make({ betas: [0.9, 1] })).toThrow("Adamax: expected betas from 0 to below 1, got 0.9 and 1");
    expect(make({ epsilon: -1 })).toThrow("Adamax: expected epsilon to be at least 0, got -1");
    expect(make({ weightDecay: -1 })).toThrow("Adamax: expected weightDecay to be at least 0, got -1");
  });
});
