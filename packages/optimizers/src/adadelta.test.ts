import { tensor, Variable } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Adadelta, type AdadeltaOptions } from "./adadelta.ts";

const device = await backend();

/** The parameter 1 after each of some steps with the gradient 2. */
async function steps(options: AdadeltaOptions, count = 2): Promise<number[]> {
  const parameter = new Variable(tensor([1], { backend: device }), true);
  const optimizer = new Adadelta([parameter], options);
  const results: number[] = [];
  for (let step = 0; step < count; step++) {
    parameter.grad = tensor([2], { backend: device });
    optimizer.step();
    results.push(await parameter.item());
  }
  return results;
}

describe("Adadelta", () => {
  it("steps in the unit of the parameter", async () => {
    expectClose(await steps({ decay: 0.75, epsilon: 1 }), [1 - Math.SQRT2, 1 - Math.SQRT2 - 2 * Math.sqrt(1.5 / 2.75)]);
  });

  it("scales the steps", async () => {
    expectClose(await steps({ decay: 0.75, epsilon: 1, learningRate: 0.5 }, 1), [1 - Math.SQRT2 / 2]);
  });

  it("refuses options out of range", () => {
    const make = (options: AdadeltaOptions) => () =>
      new Adadelta([new Variable(tensor([1], { backend: device }), true)], options);
    expect(make({ decay: 1 })).toThrow("Adadelta: expected decay from 0 to below 1, got 1");
    expect(make({ epsilon: -1 })).toThrow("Adadelta: expected epsilon to be at least 0, got -1");
    expect(make({ weightDecay: -1 })).toThrow("Adadelta: expected weightDecay to be at least 0, got -1");
  });
});
