import { load, maximum, multiply, type Kernel } from "@nn/backend";
import {
  convolutionKernel,
  inputGradientKernel,
  outputSize,
  weightGradientKernel,
  type ConvolutionShape,
} from "@nn/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { largestDifference, randomInputs, runBoth } from "./fixtures.ts";

const simple: ConvolutionShape = {
  batch: 2,
  channels: 4,
  outputs: 6,
  size: 9,
  kernel: 3,
  stride: 1,
  padding: 1,
  dilation: 1,
  groups: 1,
};

const formulas: readonly [string, (shape: ConvolutionShape) => Kernel][] = [
  ["forward", convolutionKernel],
  ["weight gradient", weightGradientKernel],
  ["input gradient", inputGradientKernel],
];

const variants: readonly [string, Partial<ConvolutionShape>][] = [
  ["padding", {}],
  ["no padding", { padding: 0 }],
  ["a stride", { stride: 2 }],
  ["a stride without padding", { stride: 2, padding: 0 }],
  ["a large stride", { stride: 3, size: 11 }],
  ["a dilation", { dilation: 2, padding: 2 }],
  ["a dilation and a stride", { dilation: 2, stride: 2, padding: 3 }],
  ["groups", { groups: 2 }],
  ["groups and a stride", { groups: 2, stride: 2 }],
  ["one group a channel", { channels: 6, groups: 6 }],
  ["one group a channel, of two outputs", { channels: 3, groups: 3 }],
  ["single elements", { kernel: 1, padding: 0 }],
  ["more padding than image", { kernel: 5, padding: 4, size: 2 }],
  ["an even kernel", { kernel: 2, padding: 1 }],
  ["more products than one block holds", { channels: 64, outputs: 3, batch: 1 }],
  ["weights whose rows cross the end of a block", { outputs: 60, batch: 1 }],
  ["one image of one channel", { batch: 1, channels: 1, outputs: 1 }],
];

describe.each(formulas)("convolution, %s", (_, formula) => {
  it.each(variants)("with %s", (_name, variant) => {
    const kernel = formula({ ...simple, ...variant });
    const { actual, expected } = runBoth(kernel, randomInputs(kernel));
    expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(3e-5);
  });

  it("with any shape", () => {
    const shapes = fc
      .record({
        batch: fc.integer({ min: 1, max: 3 }),
        channels: fc.integer({ min: 1, max: 3 }),
        outputs: fc.integer({ min: 1, max: 3 }),
        size: fc.integer({ min: 1, max: 12 }),
        kernel: fc.integer({ min: 1, max: 4 }),
        stride: fc.integer({ min: 1, max: 3 }),
        padding: fc.integer({ min: 0, max: 3 }),
        dilation: fc.integer({ min: 1, max: 3 }),
        groups: fc.integer({ min: 1, max: 3 }),
      })
      .map((shape) => ({
        ...shape,
        channels: shape.channels * shape.groups,
        outputs: shape.outputs * shape.groups,
      }))
      .filter((shape) => outputSize(shape) > 0);
    fc.assert(
      fc.property(shapes, fc.nat(), (shape, seed) => {
        const kernel = formula(shape);
        const { actual, expected } = runBoth(kernel, randomInputs(kernel, seed));
        expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(3e-5);
      }),
      { numRuns: 60 },
    );
  });
});

describe("what is added", () => {
  it("counts the padding as zeros that are multiplied: with an infinite weight it gives NaN", () => {
    const shape = { ...simple, batch: 1, channels: 1, outputs: 1, size: 4 };
    const kernel = convolutionKernel(shape);
    const inputs = [new Float32Array(16).fill(1), new Float32Array(9).fill(1)];
    inputs[1]![0] = Infinity;
    const { actual, expected } = runBoth(kernel, inputs);
    expect(largestDifference(actual[0]!, expected[0]!)).toBe(0);
    expect([...actual[0]!.slice(0, 6)]).toEqual([NaN, NaN, NaN, NaN, NaN, Infinity]);
  });

  it("applies what was fused into a factor before the padding", () => {
    const kernel = convolutionKernel(simple);
    const fold = kernel.folds[0]!;
    if (fold.body.kind !== "binary" || fold.body.left.kind !== "load") throw new Error("expected a product");
    const left = maximum(multiply(fold.body.left, -3), 0);
    const fused: Kernel = { ...kernel, folds: [{ ...fold, body: { ...fold.body, left } }] };
    const inputs = randomInputs(kernel);
    const { actual, expected } = runBoth(fused, inputs);
    expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(1e-5);
    const before = inputs[0]!.map((value) => Math.max(value * -3, 0));
    expect(actual[0]).toEqual(runBoth(kernel, [before, inputs[1]!]).actual[0]);
  });

  it("reads a factor that two inputs make at the same place", () => {
    const kernel = weightGradientKernel(simple);
    const fold = kernel.folds[0]!;
    if (fold.body.kind !== "binary" || fold.body.right.kind !== "load") throw new Error("expected a product");
    const mask = kernel.inputs[1]!;
    const right = multiply(fold.body.right, load(2, mask, fold.body.right.coordinates));
    const fused: Kernel = {
      ...kernel,
      inputs: [...kernel.inputs, mask],
      folds: [{ ...fold, body: { ...fold.body, right } }],
    };
    const { actual, expected } = runBoth(fused, randomInputs(fused));
    expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(1e-5);
  });
});
