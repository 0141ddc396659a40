import { Conv2d } from "@nn/convolution";
import { Linear } from "@nn/linear";
import { backend, expectClose } from "@nn/testing";
import { backward, generator, sum, tensor, zeros } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { removeReparametrization } from "./reparametrization.ts";
import { spectralNorm, type SpectralNormOptions } from "./spectralNorm.ts";

const on = { backend: await backend() };

/** A linear layer with singular values 3 and 1. */
function layerOf(options: SpectralNormOptions = {}): Linear {
  const layer = new Linear(2, 2, { ...on, bias: false });
  layer.weight.assign(tensor([[0, 3], [1, 0]], on)); // prettier-ignore
  return spectralNorm(layer, "weight", { generator: generator(1), ...options });
}

describe("spectralNorm", () => {
  it("divides by the largest singular value, once it is found", async () => {
    const layer = layerOf({ powerIterations: 20 });
    expectClose(await layer.weight.data(), [0, 1, 1 / 3, 0], { absolute: 1e-5 });
  });

  it("finds it step by step in training, and keeps to what it found in evaluation", async () => {
    const layer = layerOf();
    const x = tensor([[1, 1]], on);
    for (let step = 0; step < 20; step++) await layer.forward(x).data();
    expectClose(await layer.forward(x).data(), [1, 1 / 3], { relative: 1e-4 });
    const [u] = layer.namedBuffers().map(([, buffer]) => buffer);
    const before = await u!.data();
    const [one, two] = [await layer.eval().forward(x).data(), await layer.forward(x).data()];
    expect(one).toEqual(two);
    expect(await u!.data()).toEqual(before);
  });

  it("has PyTorch's state", () => {
    const layer = spectralNorm(new Conv2d(2, 3, { ...on, kernelSize: 2 }), "weight", { generator: generator(1) });
    expect(Object.entries(layer.stateDict()).map(([name, { shape }]) => [name, shape])).toEqual([
      ["bias", [3]],
      ["weight_orig", [3, 2, 2, 2]],
      ["weight_u", [3]],
      ["weight_v", [8]],
    ]);
  });

  it("takes the rows from another axis", async () => {
    const layer = layerOf({ axis: 1, powerIterations: 20 });
    expectClose(await layer.weight.data(), [0, 1, 1 / 3, 0], { absolute: 1e-5 });
  });

  it("collects gradients through the quotient, with constant singular vectors", async () => {
    const layer = layerOf({ powerIterations: 20 });
    backward(sum(layer.forward(tensor([[0, 1]], on))));
    // w01 / σ with σ = u·W·v = w01 at these vectors: the derivative by w01 is 0, by w11 it is 1 / σ.
    expectClose(await layer.parameters()[0]!.grad!.data(), [0, 0, 0, 1 / 3], { absolute: 1e-4 });
  });

  it("leaves a weight of zeros", async () => {
    const layer = new Linear(2, 2, { ...on, bias: false });
    layer.weight.assign(zeros([2, 2], on));
    spectralNorm(layer, "weight", { generator: generator(1) });
    expect(await layer.weight.toArray()).toEqual([[0, 0], [0, 0]]); // prettier-ignore
  });

  it("can be removed", async () => {
    const layer = removeReparametrization(layerOf({ powerIterations: 20 }), "weight");
    expect(Object.keys(layer.stateDict())).toEqual(["weight"]);
    expect(await layer.weight.data()).toHaveLength(4);
  });

  it("refuses options out of their ranges", () => {
    expect(() => layerOf({ powerIterations: 0 })).toThrow(
      "spectralNorm: expected powerIterations to be an integer of at least 1, got 0",
    );
    expect(() => layerOf({ axis: 2 })).toThrow("spectralNorm: expected axis to be an integer from -2 to 1, got 2");
  });
});
