import { backend, checkGradient, checkSecondGradient, expectClose } from "@nn/testing";
import { tensor, zeros, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { LocalResponseNorm, localResponseNorm, type LocalResponseNormOptions } from "./localResponseNorm.ts";

const on = { backend: await backend() };
/** x / Σ x² over the window. */
const plain = { beta: 1, k: 0 };

describe("localResponseNorm", () => {
  it("divides by a power of the mean of squares over neighbouring channels", async () => {
    const x = tensor([[1, 2, 4]], on);
    const apply = async (options: LocalResponseNormOptions): Promise<unknown> => localResponseNorm(x, options).data();
    expectClose((await apply({ size: 3, alpha: 3, ...plain })) as Float32Array, [1 / 5, 2 / 21, 4 / 20]);
    expectClose((await apply({ size: 3, alpha: 3, beta: 0.5, k: 4 })) as Float32Array, [
      1 / 3,
      2 / 5,
      4 / Math.sqrt(24),
    ]);
  });

  it("has the extra channel of an even window before, or after", async () => {
    const x = tensor([[1, 2, 4]], on);
    const options = { size: 2, alpha: 2, ...plain };
    expectClose(await localResponseNorm(x, options).data(), [1, 2 / 5, 4 / 20]);
    expectClose(await localResponseNorm(x, { ...options, extra: "after" }).data(), [1 / 5, 2 / 20, 4 / 16]);
  });

  it("has PyTorch's defaults, and takes channels at the end", async () => {
    const x = tensor([[[3], [4]]], on);
    const expected = [3, 4].map((value) => value / (1 + (1e-4 / 5) * 25) ** 0.75);
    expectClose(await localResponseNorm(x, { size: 5 }).data(), expected);
    expectClose(await localResponseNorm(tensor([[[3, 4]]], on), { size: 5, axis: -1 }).data(), expected);
  });

  it("gives zeros for zeros, with k = 0 too", async () => {
    expect(await localResponseNorm(zeros([1, 2], on), { size: 3, ...plain }).toArray()).toEqual([[0, 0]]);
  });

  it("has right gradients, and gradients of gradients", async () => {
    const x = { data: [0.5, -1, 2, 0.2, 3, 1, 2, -2, 0.3, 0.8, -0.4, 1.1], shape: [2, 3, 2] };
    const apply = (size: number) => (input: Tensor) =>
      localResponseNorm(input, { size, alpha: 0.5, beta: 0.7, k: 1.5 });
    for (const size of [1, 2, 3, 7]) await checkGradient(apply(size), [x]);
    await checkSecondGradient(apply(4), [x], { relative: 1e-5 });
  });

  it("refuses what does not fit", () => {
    expect(() => localResponseNorm(zeros([3], on), { size: 3 })).toThrow(
      "localResponseNorm: expected input of shape [batch, channels, …], got [3]",
    );
    expect(() => new LocalResponseNorm({ size: 0 })).toThrow(
      "LocalResponseNorm: expected size to be an integer of at least 1, got 0",
    );
  });

  it("is a module", async () => {
    const layer = new LocalResponseNorm({ size: 3, alpha: 3, ...plain });
    expectClose(await layer.forward(tensor([[1, 2, 4]], on)).data(), [1 / 5, 2 / 21, 4 / 20]);
    expect(layer.toString()).toBe("LocalResponseNorm(3, alpha=3, beta=1, k=0)");
  });
});
