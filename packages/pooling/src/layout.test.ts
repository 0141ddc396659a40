import { backend, expectClose } from "@nn/testing";
import { arange, grad, mul, permute, reshape, sin, sum, tensor, unsqueeze, type Tensor } from "@nn/tensor";
import { describe, expect, it } from "vitest";
import { adaptiveAvgPool2d } from "./adaptiveAvgPool2d.ts";
import { adaptiveMaxPool2d } from "./adaptiveMaxPool2d.ts";
import { avgPool2d } from "./avgPool2d.ts";
import { fractionalMaxPool2d } from "./fractionalMaxPool2d.ts";
import type { Layout } from "./layout.ts";
import { lpPool2d } from "./lpPool2d.ts";
import { maxPool2d, maxPool2dWithIndices } from "./maxPool2d.ts";
import { maxUnpool2d } from "./maxUnpool2d.ts";

const on = { backend: await backend() };
const samples = tensor([[[0.2, 0.9], [0.6, 0.4]]], on); // prettier-ignore

const poolings: Record<string, (x: Tensor, layout: Layout) => Tensor> = {
  maxPool2d: (x, layout) => maxPool2d(x, { kernelSize: 2, stride: [2, 1], padding: [1, 0], layout }),
  avgPool2d: (x, layout) => avgPool2d(x, { kernelSize: 2, padding: "same", countIncludePad: false, layout }),
  lpPool2d: (x, layout) => lpPool2d(x, { kernelSize: [1, 2], normType: 3, layout }),
  adaptiveAvgPool2d: (x, layout) => adaptiveAvgPool2d(x, { outputSize: [2, 3], layout }),
  adaptiveMaxPool2d: (x, layout) => adaptiveMaxPool2d(x, { outputSize: [2, 3], layout }),
  fractionalMaxPool2d: (x, layout) =>
    fractionalMaxPool2d(x, {
      kernelSize: 1,
      outputSize: 2,
      samples: x.rank === 3 ? reshape(samples, [2, 2]) : samples,
      layout,
    }),
  maxUnpool2d: (x, layout) => {
    const { output, indices } = maxPool2dWithIndices(x, { kernelSize: 2, layout });
    return maxUnpool2d(output, indices, { kernelSize: 2, outputSize: [3, 4], layout });
  },
};

/** Channels to the end, and back. */
const last = (x: Tensor): Tensor => permute(x, [0, 2, 3, 1]);
const first = (x: Tensor): Tensor => permute(x, [0, 3, 1, 2]);

function inputOf(shape: number[]): Tensor {
  const wave = sin(arange(24, on));
  return reshape(wave, shape);
}

const gradientOf = (pool: (x: Tensor) => Tensor, data: ArrayLike<number>): Promise<ArrayLike<number>> => {
  const x = tensor([...Array.from(data)], { ...on, shape: [1, 2, 3, 4], requiresGradient: true });
  const y = pool(x);
  return grad(sum(mul(y, y)), [x])[0]!.data();
};

describe.each(Object.entries(poolings))("%s", (_name, pool) => {
  it("gives the same with channels first and last, and the same gradient", async () => {
    const x = inputOf([1, 2, 3, 4]);
    expectClose(await first(pool(last(x), "channels-last")).data(), await pool(x, "channels-first").data());
    const data = await x.data();
    expectClose(
      await gradientOf((input) => first(pool(last(input), "channels-last")), data),
      await gradientOf((input) => pool(input, "channels-first"), data),
    );
  });

  it("gives the same without a batch", async () => {
    const x = inputOf([2, 3, 4]);
    const [one, batch] = [pool(x, "channels-first"), pool(unsqueeze(x, 0), "channels-first")];
    expect([1, ...one.shape]).toEqual(batch.shape);
    expectClose(await one.data(), await batch.data());
  });
});

it("refuses a layout that is none", () => {
  const options = JSON.parse('{ "kernelSize": 2, "layout": "NHWC" }') as Parameters<typeof maxPool2d>[1];
  expect(() => maxPool2d(inputOf([1, 2, 3, 4]), options)).toThrow(
    'maxPool2d: expected layout "channels-first" or "channels-last", got "NHWC"',
  );
});
