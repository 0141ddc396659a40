import { backend, expectClose } from "@nn/testing";
import { generator, mul, normal, sum, tensor, zeros } from "@nn/tensor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conv2d } from "./conv2d.ts";
import { ConvTranspose2d, convTranspose2d } from "./convTranspose2d.ts";

const device = await backend();

describe("convTranspose2d", () => {
  it("puts the kernel, times each element, where the element goes", async () => {
    const x = tensor([[[[1, 2]]]], { backend: device });
    const weight = tensor([[[[1, 10], [100, 1000]]]], { backend: device }); // prettier-ignore
    expect(await convTranspose2d(x, weight, undefined, { stride: 2 }).toArray()).toEqual([
      [[[1, 10, 2, 20], [100, 1000, 200, 2000]]], // prettier-ignore
    ]);
  });

  it("is the adjoint of the convolution: Σ conv2d(x) · y = Σ x · convTranspose2d(y)", async () => {
    const axis = fc.record({
      size: fc.integer({ min: 3, max: 5 }),
      kernel: fc.integer({ min: 1, max: 2 }),
      stride: fc.integer({ min: 1, max: 2 }),
      dilation: fc.integer({ min: 1, max: 2 }),
      before: fc.integer({ min: 0, max: 1 }),
      after: fc.integer({ min: 0, max: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.tuple(axis, axis), async (axes) => {
        const random = generator(5);
        const draw = (...shape: number[]) => normal(shape, { backend: device, generator: random });
        const [x, weight] = [
          draw(1, 2, ...axes.map(({ size }) => size)),
          draw(4, 1, ...axes.map(({ kernel }) => kernel)),
        ];
        const options = {
          stride: axes.map(({ stride }) => stride),
          dilation: axes.map(({ dilation }) => dilation),
          padding: axes.map(({ before, after }) => [before, after] as const),
          groups: 2,
        };
        const forward = conv2d(x, weight, undefined, options);
        const y = draw(...forward.shape);
        const backward = convTranspose2d(y, weight, undefined, { ...options, outputSize: x.shape.slice(2) });
        expectClose(await sum(mul(x, backward)).data(), [...(await sum(mul(forward, y)).data())]);
      }),
      { numRuns: 15 },
    );
  });
});

describe("ConvTranspose2d", () => {
  it("has parameters of its own", () => {
    const layer = new ConvTranspose2d(3, 2, { kernelSize: [2, 3], stride: [2, 1], backend: device });
    expect(layer.toString()).toBe("ConvTranspose2d(3, 2, kernelSize=[2, 3], stride=[2, 1])");
    expect(layer.forward(zeros([3, 4, 4], { backend: device })).shape).toEqual([2, 8, 6]);
    expect(() => layer.forward(zeros([1, 2, 4, 4], { backend: device }))).toThrow(
      "ConvTranspose2d: expected input with 3 channels on axis 1, got [1, 2, 4, 4]",
    );
  });
});
