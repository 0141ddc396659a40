import { backward, mul, statistics, sum, tensor, Variable } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { SGD, type SGDOptions } from "./sgd.ts";

/** The parameter [1, -2] after each of some steps with the gradients given. */
async function steps(options: SGDOptions, gradients: readonly number[][]): Promise<number[][]> {
  const parameter = new Variable(tensor([1, -2], { backend: await backend() }), true);
  const optimizer = new SGD([parameter], options);
  const results: number[][] = [];
  for (const gradient of gradients) {
    optimizer.zeroGrad();
    backward(sum(mul(parameter, tensor(gradient, { backend: await backend() }))));
    optimizer.step();
    results.push([...(await parameter.data())]);
  }
  return results;
}

async function check(options: SGDOptions, expected: readonly number[][]): Promise<void> {
  const results = await steps(options, [[1, 2], [3, -1], [0, 1]]); // prettier-ignore
  results.forEach((result, step) => expectClose(result, expected[step]!));
}

describe("SGD", () => {
  it("goes against the gradient", async () => {
    await check({ learningRate: 0.1 }, [[0.9, -2.2], [0.6, -2.1], [0.6, -2.2]]); // prettier-ignore
  });

  it("keeps a velocity, the first one being the gradient", async () => {
    // v: [1, 2], [3.5, 0], [1.75, 1]
    await check({ learningRate: 0.1, momentum: 0.5 }, [[0.9, -2.2], [0.55, -2.2], [0.375, -2.3]]); // prettier-ignore
  });

  it("dampens all gradients but the first", async () => {
    // v: [1, 2], [0.5 + 0.75, 1 - 0.25], [0.625, 0.375 + 0.25]
    const options = { learningRate: 0.1, momentum: 0.5, dampening: 0.75 };
    await check(options, [[0.9, -2.2], [0.775, -2.275], [0.7125, -2.3375]]); // prettier-ignore
  });

  it("looks ahead with Nesterov's momentum", async () => {
    // v: [1, 2], [3.5, 0], [1.75, 1]; steps g + v / 2: [1.5, 3], [4.75, -1], [0.875, 1.5]
    const options = { learningRate: 0.1, momentum: 0.5, nesterov: true };
    await check(options, [[0.85, -2.3], [0.375, -2.2], [0.2875, -2.35]]); // prettier-ignore
  });

  it("adds weight decay to the gradient", async () => {
    // g: [1.5, 1], [3 + 0.425, -1 - 1.05], [0.25375, ...]
    const options = { learningRate: 0.1, weightDecay: 0.5 };
    await check(options, [[0.85, -2.1], [0.5075, -1.895], [0.482125, -1.90025]]); // prettier-ignore
  });

  it("goes up with maximize", async () => {
    await check({ learningRate: 0.1, maximize: true }, [[1.1, -1.8], [1.4, -1.9], [1.4, -1.8]]); // prettier-ignore
  });

  it("follows the formula over several steps with momentum and weight decay", async () => {
    const parameter = new Variable(tensor([-0.5, 1.25, 0.375, -1], { backend: await backend() }), true);
    const optimizer = new SGD([parameter], { learningRate: 0.05, momentum: 0.9, weightDecay: 0.01 });
    let [p, v] = [
      [-0.5, 1.25, 0.375, -1],
      [0, 0, 0, 0],
    ];
    for (let step = 1; step <= 5; step++) {
      const gradient = [step, -1 / step, 0.5, step % 2];
      v = v.map((old, at) => 0.9 * old + gradient[at]! + 0.01 * p[at]!);
      p = p.map((old, at) => old - 0.05 * v[at]!);
      optimizer.zeroGrad();
      backward(sum(mul(parameter, tensor(gradient, { backend: await backend() }))));
      optimizer.step();
      expectClose(await parameter.data(), p);
    }
  });

  it("compiles nothing after the first step, not even for another learning rate", async () => {
    const device = await backend();
    const parameter = new Variable(tensor([1, -2, 3], { backend: device }), true);
    const optimizer = new SGD([parameter], { learningRate: 0.1, momentum: 0.9, dampening: 0.5 });
    const compiled: number[] = [];
    for (let step = 0; step < 4; step++) {
      optimizer.learningRate = 0.1 / (step + 1);
      optimizer.zeroGrad();
      backward(sum(mul(parameter, parameter)));
      optimizer.step();
      await parameter.data();
      compiled.push(statistics(device).compiled);
    }
    expect(new Set(compiled).size).toBe(1);
  });

  it("refuses options out of range", async () => {
    const parameters = [new Variable(tensor([1], { backend: await backend() }), true)];
    const make = (options: Partial<SGDOptions>) => () => new SGD(parameters, { learningRate: 0.1, ...options });
    expect(make({ learningRate: -1 })).toThrow("SGD: expected learningRate to be at least 0, got -1");
    expect(make({ learningRate: NaN })).toThrow("SGD: expected learningRate to be at least 0, got NaN");
    expect(make({ momentum: -0.5 })).toThrow("SGD: expected momentum to be at least 0, got -0.5");
    expect(make({ weightDecay: -0.5 })).toThrow("SGD: expected weightDecay to be at least 0, got -0.5");
    expect(make({ nesterov: true })).toThrow("SGD: nesterov needs momentum and no dampening, got 0 and 0");
    expect(make({ nesterov: true, momentum: 0.9, dampening: 0.1 })).toThrow(
      "SGD: nesterov needs momentum and no dampening, got 0.9 and 0.1",
    );
  });
});
