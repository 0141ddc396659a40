import { tensor } from "@nn/tensor";
import { backend, expectClose } from "@nn/testing";
import { expect, it } from "vitest";
import { Conv1D } from "./conv.ts";
import { Conv1DTranspose } from "./convTranspose.ts";
import { Linear } from "./linear.ts";
import { LocalResponseNorm } from "./localResponseNorm.ts";
import { spectralNorm, weightNorm } from "./reparametrization.ts";

const on = { backend: await backend() };
const weightOnly = { ...on, biasAttr: false } as const;

it("LocalResponseNorm takes its size first, and channels last", async () => {
  const options = { alpha: 3, beta: 1, k: 0 } as const;
  // x / (sum of the squares of a channel and its neighbours): 1 / 5, 2 / 9, 2 / 8
  const first = new LocalResponseNorm(3, options).forward(tensor([[[1], [2], [2]]], on)); // prettier-ignore
  expectClose(await first.data(), [1 / 5, 2 / 9, 2 / 8]);
  const last = new LocalResponseNorm(3, { ...options, dataFormat: "NLC" }).forward(tensor([[[1, 2, 2]]], on));
  expectClose(await last.data(), [1 / 5, 2 / 9, 2 / 8]);
  // An even size has one channel more before: 1 / 1, 2 / 5, 2 / 8, each with alpha / size = 1.
  const even = new LocalResponseNorm(2, { ...options, alpha: 2 }).forward(tensor([[[1], [2], [2]]], on)); // prettier-ignore
  expectClose(await even.data(), [1, 2 / 5, 2 / 8]);
  expect(new LocalResponseNorm(5).toString()).toBe("LocalResponseNorm(5, alpha=0.0001, beta=0.75, k=1)");
});

it("weightNorm splits the weight into magnitude and direction", async () => {
  const layer = weightNorm(new Conv1D(2, 2, 1, weightOnly));
  layer.loadStateDict({
    weight_g: tensor([[[10]], [[1]]], on),
    weight_v: tensor([[[3], [4]], [[0], [2]]], on),
  }); // prettier-ignore
  expectClose(await layer.weight.data(), [6, 8, 0, 1]);
  for (const dim of [null, -1]) {
    const whole = weightNorm(new Linear(2, 1, weightOnly), "weight", { dim });
    expect(whole.stateDict()["weight_g"]!.shape).toEqual([1, 1]);
  }
  expect(weightNorm(new Linear(2, 3, weightOnly), "weight", { dim: 1 }).stateDict()["weight_g"]!.shape).toEqual([1, 3]);
});

it("spectralNorm takes the outputs for rows, which are on the second axis of Linear and transposed layers", () => {
  const sizes = (layer: Parameters<typeof spectralNorm>[0], dim?: number): unknown => {
    const state = spectralNorm(layer, "weight", { dim, nPowerIterations: 2 }).stateDict();
    return [state["weight_u"]!.shape, state["weight_v"]!.shape];
  };
  expect(sizes(new Linear(3, 5, weightOnly))).toEqual([[5], [3]]);
  expect(sizes(new Conv1DTranspose(3, 5, 2, weightOnly))).toEqual([[5], [6]]);
  expect(sizes(new Conv1D(3, 5, 2, weightOnly))).toEqual([[5], [6]]);
  expect(sizes(new Linear(3, 5, weightOnly), 0)).toEqual([[3], [5]]);
});
