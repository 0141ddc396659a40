import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { RMSNorm, rmsNorm } from "./rmsNorm.ts";

const on = { backend: await backend() };

describe("rmsNorm", () => {
  it("divides by the root of the mean of squares", async () => {
    const x = tensor([[1, 7], [-3, -3]], on); // prettier-ignore
    expectClose(await rmsNorm(x, 2, { epsilon: 0 }).data(), [0.2, 1.4, -1, -1]);
    const root = Math.sqrt((1 + 49 + 9 + 9) / 4);
    expectClose(await rmsNorm(x, [2, 2]).data(), [1 / root, 7 / root, -3 / root, -3 / root]);
    expectClose(await rmsNorm(x, 2, { weight: tensor([5, 10], on) }).data(), [1, 14, -5, -10]);
  });

  it("adds epsilon under the root", async () => {
    expectClose(await rmsNorm(tensor([[1, 1]], on), 2, { epsilon: 3 }).data(), [0.5, 0.5]);
  });

  it("gives zeros for zeros", async () => {
    expect(await rmsNorm(zeros([1, 2], on), 2).toArray()).toEqual([[0, 0]]);
    expect(await rmsNorm(zeros([1, 2], on), 2, { epsilon: 0 }).toArray()).toEqual([[0, 0]]);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1, 2, 0, 3, 1], shape: [2, 3] };
    const w = { data: [2, -1, 0.5], shape: [3] };
    await checkGradient((input, weight) => rmsNorm(input, 3, { weight }), [x, w]);
    await checkSecondGradient((input, weight) => rmsNorm(input, 3, { weight }), [x, w], { relative: 1e-5 });
  });

  it("refuses what does not fit", () => {
    expect(() => rmsNorm(zeros([2, 3], on), 2)).toThrow("rmsNorm: expected input of shape […, 2], got [2, 3]");
    expect(() => rmsNorm(zeros([2, 3], on), 3, { weight: zeros([2], on) })).toThrow(
      "rmsNorm: expected weight of shape [3] for input [2, 3], got [2]",
    );
  });
});

describe("RMSNorm", () => {
  it("has a weight, which starts as 1", async () => {
    const layer = new RMSNorm(2, on);
    expect(Object.keys(layer.stateDict())).toEqual(["weight"]);
    expectClose(await layer.forward(tensor([[1, 7]], on)).data(), [0.2, 1.4]);
    expect(layer.toString()).toBe("RMSNorm([2])");
    expect(new RMSNorm(2, { ...on, affine: false, epsilon: 1 }).toString()).toBe(
      "RMSNorm([2], epsilon=1, affine=false)",
    );
  });
});
