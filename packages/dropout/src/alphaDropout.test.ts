import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { generator, mean, normal, ones, tensor, variance, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { AlphaDropout, alphaDropout } from "./alphaDropout.ts";
import { FeatureAlphaDropout, featureAlphaDropout } from "./featureAlphaDropout.ts";

const on = { backend: await backend() };

describe("alphaDropout", () => {
  it("gives a · x + b where it keeps, and a · α′ + b where it drops", async () => {
    const { output, mask } = new AlphaDropout({ probability: 0.5, seed: 1 }).forwardWithMask(ones([64], on));
    const saturation = -1.7580993408473766;
    const a = (0.5 * (1 + 0.5 * saturation ** 2)) ** -0.5;
    const b = -a * saturation * 0.5;
    const kept = [...(await mask.data())];
    expect(new Set(kept)).toEqual(new Set([0, 1]));
    expectClose(
      await output.data(),
      kept.map((is) => (is ? a : a * saturation) + b),
      { relative: 1e-5 },
    );
  });

  // TensorFlow.js puts +1.758 in the place of what it drops, so that the mean becomes 1.55.
  it("keeps mean 0 and variance 1 of normal numbers, dropping to a negative value", async () => {
    const x = normal([20_000], { ...on, generator: generator(2) });
    for (const probability of [0.1, 0.5, 0.8]) {
      const y = alphaDropout(x, { probability, generator: generator(3) });
      expect(Math.abs(await mean(y).item())).toBeLessThan(0.03);
      expect(Math.abs((await variance(y).item()) - 1)).toBeLessThan(0.05);
    }
  });

  it("gives zeros with probability 1, the input with 0 and in evaluation", async () => {
    const x = tensor([1, NaN], on);
    const options = { generator: generator(1) };
    expect(await alphaDropout(x, { ...options, probability: 1 }).toArray()).toEqual([0, 0]);
    expect(alphaDropout(x, { ...options, probability: 0 })).toBe(x);
    expect(new AlphaDropout({ seed: 1 }).eval().forward(x)).toBe(x);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const x = { data: [1, 2, 3, 4, 5, 6], shape: [2, 3] };
    await checkGradient((input) => alphaDropout(input, { generator: generator(1) }), [x]);
    await checkSecondGradient((input) => alphaDropout(input, { generator: generator(1) }), [x]);
  });
});

describe("featureAlphaDropout", () => {
  it("drops channels as a whole", async () => {
    const rows = (await featureAlphaDropout(zeros([2, 16, 3], on), {
      generator: generator(1),
    }).toArray()) as number[][][];
    expect(new Set(rows.flat().map((row) => new Set(row).size))).toEqual(new Set([1]));
    expect(new Set(rows.flat(2)).size).toBe(2);
  });

  it("is a module, and refuses inputs without channels", () => {
    expect(new FeatureAlphaDropout({ seed: 1 }).toString()).toBe("FeatureAlphaDropout(probability=0.5)");
    expect(() => featureAlphaDropout(zeros([3], on), { generator: generator(1) })).toThrow(
      "featureAlphaDropout: expected input of shape [batch, channels, …], got [3]",
    );
  });
});
