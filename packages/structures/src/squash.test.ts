import { grad, sum, tensor, zeros } from "@nn/tensor";
import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { capsuleLengths } from "./capsuleLengths.ts";
import { squash } from "./squash.ts";

const on = { backend: await backend() };
const x = { data: [0.3, -1, 0.5, 2, 0.1, -0.7], shape: [2, 3] };

describe("squash", () => {
  it("keeps directions and makes lengths |x|² / (1 + |x|²)", async () => {
    expectClose(await squash(tensor([[3, 4], [0, 1], [-100, 0]], on)).data(), [15 / 26, 20 / 26, 0, 0.5, -10000 / 10001, 0]); // prettier-ignore
    expectClose(await squash(tensor([[3, 0], [4, 1]], on), { axis: 0 }).data(), [15 / 26, 0, 20 / 26, 0.5]); // prettier-ignore
  });

  it("leaves zeros, and has a gradient there", async () => {
    const zero = zeros([2, 3], { ...on, requiresGradient: true });
    const y = squash(zero);
    expect([...(await y.data()), ...(await grad(sum(y), [zero])[0]!.data())]).toEqual(new Array<number>(12).fill(0));
  });

  it("has right gradients, and gradients of gradients", async () => {
    await checkGradient((input) => squash(input), [x]);
    await checkSecondGradient((input) => squash(input, { axis: 0 }), [x]);
  });

  it("refuses what it cannot squash", () => {
    expect(() => squash(zeros([2], { ...on, dtype: "int32" }))).toThrow("squash: expected float32 or float64");
    expect(() => squash(zeros([2], on), { axis: 1 })).toThrow("squash: expected axis to be an integer from -1 to 0");
    expect(() => squash(zeros([2], on), { epsilon: 0 })).toThrow("squash: expected epsilon to be a number above 0, got 0"); // prettier-ignore
  });
});

describe("capsuleLengths", () => {
  it("measures vectors, zeros too", async () => {
    const zero = zeros([1, 1, 2], { ...on, requiresGradient: true });
    expectClose(await capsuleLengths(tensor([[[3, 4], [0, -2]]], on)).data(), [5, 2]); // prettier-ignore
    expectClose(await grad(capsuleLengths(zero), [zero])[0]!.data(), [0, 0]);
    await checkGradient((input) => capsuleLengths(input), [x]);
    await checkSecondGradient((input) => capsuleLengths(input), [x]);
    expect(() => capsuleLengths(zero, { epsilon: -1 })).toThrow(
      "capsuleLengths: expected epsilon to be a number above 0",
    );
  });
});
