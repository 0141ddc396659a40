import { tensor, Variable } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Adagrad, type AdagradOptions } from "./adagrad.ts";

const device = await backend();

/** The parameter 1 after each of some steps with the gradient 2. */
async function steps(options: AdagradOptions, count = 2): Promise<number[]> {
  const parameter = new Variable(tensor([1], { backend: device }), true);
  const optimizer = new Adagrad([parameter], options);
  const results: number[] = [];
  for (let step = 0; step < count; step++) {
    parameter.grad = tensor([2], { backend: device });
    optimizer.step();
    results.push(await parameter.item());
  }
  return results;
}

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
    const make = (options: AdagradOptions) => () =>
      new Adagrad([new Variable(tensor([1], { backend: device }), true)], options);
    expect(make({ learningRateDecay: -1 })).toThrow("Adagrad: expected learningRateDecay to be at least 0, got -1");
    expect(make({ initialAccumulator: -1 })).toThrow("Adagrad: expected initialAccumulator to be at least 0, got -1");
    expect(make({ epsilon: -1 })).toThrow("Adagrad: expected epsilon to be at least 0, got -1");
    expect(make({ weightDecay: -1 })).toThrow("Adagrad: expected weightDecay to be at least 0, got -1");
  });
});
