import { div, generator, grad, matmul, mean, mul, normal, sqrt, square, sub, sum, tanh, type Tensor } from "@nn/tensor";
import { backend } from "@nn/testing";
import { describe, expect, it } from "vitest";
import { sigmoid } from "./index.ts";
import { relu } from "./relu.ts";

const on = { backend: await backend() };
const [depth, width] = [6, 16];

interface Network {
  readonly activation: (x: Tensor) => Tensor;
  /** The variance of a weight, times the width. */
  readonly gain: number;
  readonly normalized?: boolean;
}

/** By what factor a layer changes the norm of the gradient on its way to the input: the geometric mean of all layers. */
async function factor({ activation, gain, normalized = false }: Network): Promise<number> {
  const random = { ...on, generator: generator(3) };
  const input = normal([32, width], { ...random, requiresGradient: true });
  let x: Tensor = input;
  for (let layer = 0; layer < depth; layer++) {
    x = matmul(x, mul(normal([width, width], random), Math.sqrt(gain / width)));
    x = activation(normalized ? standardized(x) : x);
  }
  const upstream = normal([32, width], random);
  const [gradient] = grad(x, [input], upstream);
  const ratio = await sqrt(div(sum(square(gradient!)), sum(square(upstream)))).item();
  return ratio ** (1 / depth);
}

/** Mean 0 and variance 1 in each column, as batch norm does it. */
function standardized(x: Tensor): Tensor {
  const over = { axes: 0, keepDims: true };
  const centered = sub(x, mean(x, over));
  return div(centered, sqrt(mean(square(centered), over)));
}

describe("vanishing gradients", () => {
  it("shrink at least fourfold with each sigmoid layer, whose slope is at most 1/4", async () => {
    expect(await factor({ activation: sigmoid, gain: 1 })).toBeLessThan(0.25);
  });

  it("are kept by ReLU with weights of variance 2 / width", async () => {
    const ratio = await factor({ activation: relu, gain: 2 });
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.4);
  });

  it("are nearly kept by tanh, whose slope is 1 at 0", async () => {
    expect(await factor({ activation: tanh, gain: 1 })).toBeGreaterThan(0.5);
  });

  it("come back for sigmoid with larger weights and normalization", async () => {
    expect(await factor({ activation: sigmoid, gain: 16, normalized: true })).toBeGreaterThan(0.5);
    expect(await factor({ activation: sigmoid, gain: 16, normalized: false })).toBeGreaterThan(0.25);
  });
});
