import { backward, mul, statistics, sum, tensor, Variable } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { Adam, AdamW, type AdamOptions } from "./adam.ts";
import type { Optimizer } from "./optimizer.ts";

const start = [0.5, -2, 3];

/** Compares some steps with the textbook's formulas, computed with plain numbers. */
async function check(
  make: (parameters: Variable[]) => Optimizer,
  {
    learningRate = 1e-3,
    betas = [0.9, 0.999],
    epsilon = 1e-8,
    weightDecay = 0,
    amsgrad = false,
    maximize = false,
  }: AdamOptions,
  decoupled = false,
): Promise<void> {
  const device = await backend();
  const parameter = new Variable(tensor(start, { backend: device }), true);
  const optimizer = make([parameter]);
  const [beta1, beta2] = betas;
  let p = [...start];
  let [m, v, largest] = [[0, 0, 0], [0, 0, 0], [0, 0, 0]]; // prettier-ignore
  for (let step = 1; step <= 5; step++) {
    const gradient = [3 / step, step === 2 ? -1 : 0.25, 0.01 * step];
    optimizer.zeroGrad();
    backward(sum(mul(parameter, tensor(gradient, { backend: device }))));
    optimizer.step();
    const g = gradient.map((x, at) => (maximize ? -x : x) + (decoupled ? 0 : weightDecay * p[at]!));
    m = m.map((old, at) => beta1 * old + (1 - beta1) * g[at]!);
    v = v.map((old, at) => beta2 * old + (1 - beta2) * g[at]! ** 2);
    largest = largest.map((old, at) => Math.max(old, v[at]!));
    p = p.map((old, at) => {
      const shrunk = decoupled ? old * (1 - learningRate * weightDecay) : old;
      const mean = m[at]! / (1 - beta1 ** step);
      const square = (amsgrad ? largest : v)[at]! / (1 - beta2 ** step);
      return shrunk - (learningRate * mean) / (Math.sqrt(square) + epsilon);
    });
    expectClose(await parameter.data(), p, { relative: 1e-5, absolute: 1e-6 });
  }
}

describe("Adam", () => {
  it("moves each element by the learning rate in the first step", async () => {
    const device = await backend();
    const parameter = new Variable(tensor([1, -2, 3], { backend: device }), true);
    const optimizer = new Adam([parameter], { learningRate: 0.125 });
    backward(sum(mul(parameter, tensor([100, -0.01, 2], { backend: device }))));
    optimizer.step();
    expectClose(await parameter.data(), [0.875, -1.875, 2.875]);
  });

  it.each<[string, AdamOptions]>([
    ["its defaults", {}],
    ["other betas and epsilon", { learningRate: 0.1, betas: [0.8, 0.9], epsilon: 0.01 }],
    ["weight decay", { learningRate: 0.01, weightDecay: 0.1 }],
    ["amsgrad", { learningRate: 0.02, betas: [0.5, 0.5], amsgrad: true }],
    ["maximize", { learningRate: 0.01, maximize: true }],
  ])("follows the formula with %s", async (_, options) => {
    await check((parameters) => new Adam(parameters, options), options);
  });

  it("is one plan a step, and compiles nothing after the first", async () => {
    const device = await backend();
    const parameter = new Variable(tensor([1, -2, 3, 4], { backend: device }), true);
    const optimizer = new Adam([parameter]);
    const seen: { compiled: number; runs: number }[] = [];
    for (let step = 0; step < 4; step++) {
      optimizer.zeroGrad();
      const loss = sum(mul(parameter, parameter));
      backward(loss);
      optimizer.step();
      await Promise.all([loss.item(), parameter.data()]);
      seen.push({ ...statistics(device) });
    }
    expect(new Set(seen.map(({ compiled }) => compiled)).size).toBe(1);
    expect(seen.map(({ runs }) => runs - seen[0]!.runs)).toEqual([0, 1, 2, 3]);
  });

  it("refuses options out of range", async () => {
    const parameters = [new Variable(tensor([1], { backend: await backend() }), true)];
    expect(() => new Adam(parameters, { betas: [0.9, 1] })).toThrow(
      "Adam: expected betas from 0 to below 1, got 0.9 and 1",
    );
    expect(() => new Adam(parameters, { epsilon: -1 })).toThrow("Adam: expected epsilon to be at least 0, got -1");
    expect(() => new Adam(parameters, { weightDecay: -1 })).toThrow(
      "Adam: expected weightDecay to be at least 0, got -1",
    );
    expect(() => new AdamW(parameters, { weightDecay: -1 })).toThrow(
      "AdamW: expected weightDecay to be at least 0, got -1",
    );
  });
});

describe("AdamW", () => {
  it("shrinks the parameter apart from the gradient", async () => {
    const device = await backend();
    const parameter = new Variable(tensor([1, -2], { backend: device }), true);
    const optimizer = new AdamW([parameter], { learningRate: 0.5, weightDecay: 0.5 });
    backward(sum(mul(parameter, tensor([4, 1], { backend: device }))));
    optimizer.step();
    expectClose(await parameter.data(), [0.25, -2]); // 0.75 · p − 0.5
  });

  it.each<[string, AdamOptions]>([
    ["its defaults", { weightDecay: 0.01 }],
    ["more decay", { learningRate: 0.1, betas: [0.8, 0.9], weightDecay: 0.1 }],
    ["amsgrad", { learningRate: 0.02, weightDecay: 0.01, amsgrad: true }],
  ])("follows the formula with %s", async (name, options) => {
    await check((parameters) => new AdamW(parameters, name === "its defaults" ? {} : options), options, true);
  });
});
