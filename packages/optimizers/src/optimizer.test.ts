import { interpreter } from "@nn/backend";
import { backward, mul, sum, tensor, Variable } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Adam } from "./adam.ts";
import type { OptimizerState } from "./optimizer.ts";
import { SGD } from "./sgd.ts";

async function variable(data: number[]): Promise<Variable> {
  return new Variable(tensor(data, { backend: await backend() }), true);
}

/** One step on Σ p². */
async function step(optimizer: SGD | Adam, parameter: Variable): Promise<number[]> {
  optimizer.zeroGrad();
  backward(sum(mul(parameter, parameter)));
  optimizer.step();
  return [...(await parameter.data())];
}

describe("Optimizer", () => {
  it("skips parameters without a gradient", async () => {
    const [used, unused] = [await variable([1]), await variable([1])];
    const optimizer = new SGD([used, unused], { learningRate: 0.25, weightDecay: 1 });
    backward(sum(used));
    optimizer.step();
    expect([...(await used.data()), ...(await unused.data())]).toEqual([0.5, 1]);
    expect(optimizer.stateDict().parameters.map(({ steps }) => steps)).toEqual([1, 0]);
  });

  it("does nothing without gradients", async () => {
    const parameter = await variable([1]);
    new Adam([parameter]).step();
    expect([...(await parameter.data())]).toEqual([1]);
  });

  it("adds up gradients until zeroGrad", async () => {
    const parameter = await variable([8]);
    const optimizer = new SGD([parameter], { learningRate: 1 });
    backward(sum(parameter));
    backward(sum(parameter));
    optimizer.step();
    expect([...(await parameter.data())]).toEqual([6]);
    optimizer.zeroGrad();
    expect(parameter.grad).toBeUndefined();
    backward(sum(parameter));
    optimizer.step();
    expect([...(await parameter.data())]).toEqual([5]);
  });

  it("counts the steps of each parameter", async () => {
    const [early, late] = [await variable([1]), await variable([1])];
    const optimizer = new Adam([early, late], { learningRate: 0.125 });
    await step(optimizer, early);
    await step(optimizer, late);
    expectClose(await late.data(), [0.875]);
  });

  it("takes another learning rate with the next step", async () => {
    const parameter = await variable([1]);
    const optimizer = new SGD([parameter], { learningRate: 0.25 });
    expect(await step(optimizer, parameter)).toEqual([0.5]);
    optimizer.learningRate = 0.125;
    expect(await step(optimizer, parameter)).toEqual([0.375]);
    expect(() => (optimizer.learningRate = -1)).toThrow("SGD: expected learningRate to be at least 0, got -1");
    expect(optimizer.learningRate).toBe(0.125);
  });

  it("refuses no parameters, and one that comes twice", async () => {
    const parameter = await variable([1]);
    expect(() => new Adam([])).toThrow("Adam: expected at least one parameter, got none");
    expect(() => new Adam([parameter, parameter])).toThrow("Adam: expected each parameter once, got one of them twice");
  });
});

describe("Optimizer.stateDict", () => {
  it("goes on where another one stood", async () => {
    const first = await variable([1, -2]);
    const optimizer = new Adam([first], { learningRate: 0.25, amsgrad: true });
    for (let count = 0; count < 3; count++) await step(optimizer, first);
    const saved = optimizer.stateDict();
    const second = await variable([...(await first.data())]);
    const other = new Adam([second], { learningRate: 1, amsgrad: true });
    other.loadStateDict(saved);
    expect(other.learningRate).toBe(0.25);
    for (let count = 0; count < 3; count++) {
      expect(await step(other, second)).toEqual(await step(optimizer, first));
    }
    const { mean } = saved.parameters[0]!.tensors;
    expect([...(await mean!.data())]).not.toEqual([
      ...(await optimizer.stateDict().parameters[0]!.tensors["mean"]!.data()),
    ]);
  });

  it("is empty before the first step", async () => {
    const parameter = await variable([1]);
    const optimizer = new SGD([parameter], { learningRate: 0.5, momentum: 0.5 });
    expect(optimizer.stateDict()).toEqual({ learningRate: 0.5, parameters: [{ steps: 0, tensors: {} }] });
    optimizer.loadStateDict(optimizer.stateDict());
    expect(await step(optimizer, parameter)).toEqual([0]);
  });

  it("refuses a state that does not fit, and stays as it was", async () => {
    const parameter = await variable([1, 2]);
    const optimizer = new SGD([parameter], { learningRate: 0.5, momentum: 0.5 });
    const load = (...parameters: OptimizerState["parameters"]) => {
      return () => optimizer.loadStateDict({ learningRate: 1, parameters });
    };
    const device = await backend();
    const short = tensor([1], { backend: device });
    const foreign = tensor([1, 2], { backend: await interpreter({ name: "another" }) });
    expect(load()).toThrow("SGD: expected the state of 1 parameters, got that of 0");
    expect(load({ steps: 1, tensors: { mean: short } })).toThrow(
      "SGD: the state of parameter 0: expected velocity, got mean",
    );
    expect(load({ steps: 1, tensors: {} })).toThrow("SGD: the state of parameter 0: expected velocity, got nothing");
    expect(load({ steps: 1, tensors: { velocity: short } })).toThrow(
      "SGD: the state of parameter 0: expected velocity of float32 [2], got float32 [1]",
    );
    expect(load({ steps: 1, tensors: { velocity: foreign } })).toThrow(
      "SGD: the state of parameter 0: expected velocity on the parameter's backend, got it on another",
    );
    expect(optimizer.learningRate).toBe(0.5);
  });
});
