import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { generator, grad, mean, ones, tensor, variance, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { GaussianDropout, gaussianDropout } from "./gaussianDropout.ts";

const on = { backend: await backend() };

describe("gaussianDropout", () => {
  it("multiplies by numbers with the mean and the variance of dropout's factor", async () => {
    for (const probability of [0.1, 0.5]) {
      const y = gaussianDropout(ones([20_000], on), { probability, generator: generator(1) });
      expect(Math.abs((await mean(y).item()) - 1)).toBeLessThan(0.03);
      const expected = probability / (1 - probability);
      expect(Math.abs((await variance(y).item()) / expected - 1)).toBeLessThan(0.05);
    }
  });

  it("multiplies the gradient by the same numbers", async () => {
    const x = ones([8], { ...on, requiresGradient: true });
    const y = gaussianDropout(x, { generator: generator(1) });
    expectClose(await grad(y, [x], ones([8], on))[0]!.data(), await y.data(), { relative: 1e-5 });
    const input = { data: [1, 2, 3, 4], shape: [2, 2] };
    await checkGradient((given) => gaussianDropout(given, { generator: generator(1) }), [input]);
    await checkSecondGradient((given) => gaussianDropout(given, { generator: generator(1) }), [input]);
  });

  it("changes nothing in evaluation, or with probability 0", () => {
    const x = tensor([1, 2], on);
    expect(gaussianDropout(x, { probability: 0, generator: generator(1) })).toBe(x);
    expect(new GaussianDropout({ seed: 1 }).eval().forward(x)).toBe(x);
  });

  it("refuses a probability of 1, whose variance would be infinite", () => {
    expect(() => gaussianDropout(zeros([1], on), { probability: 1, generator: generator(1) })).toThrow(
      "gaussianDropout: expected probability from 0 to below 1, got 1",
    );
    expect(() => new GaussianDropout({ probability: 1 })).toThrow(
      "GaussianDropout: expected probability from 0 to below 1, got 1",
    );
  });
});
