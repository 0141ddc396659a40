import {
  add,
  constant,
  floorDivide,
  folded,
  foldIndex,
  index,
  load,
  maximum,
  modulo,
  multiply,
  rewrite,
  scalar,
  type Expression,
  type Fold,
  type Kernel,
  type Load,
} from "@nn/backend";
import { convolutionKernel, dotKernel, floats, weightGradientKernel, type ConvolutionShape } from "@nn/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { largestDifference, randomInputs, runBoth } from "../contraction/fixtures.ts";
import { backwardKernel, errorOf, forwardKernel, isWinograd, runWinograd, type Convolution } from "./fixtures.ts";

const simple: Convolution = { batch: 2, channels: 5, outputs: 6, height: 9, width: 11, padding: 1 };

describe.each([
  ["forward", forwardKernel],
  ["input gradient", backwardKernel],
])("Winograd's algorithm, %s", (_, formula) => {
  it.each<[string, Partial<Convolution>]>([
    ["whole tiles", { height: 8, width: 16, channels: 4, outputs: 4 }],
    ["parts of tiles", {}],
    ["no padding", { padding: 0 }],
    ["more padding than taps", { padding: 3 }],
    ["the smallest result", { height: 4, width: 4 }],
    ["one channel and one output", { batch: 1, channels: 1, outputs: 1 }],
    ["outputs that are computed in several parts", { outputs: 35 }],
    ["several blocks", { batch: 3, height: 50, width: 33 }],
    ["rows of tiles in several parts", { batch: 1, channels: 2, height: 6, width: 1033 }],
  ])("with %s", (_name, variant) => {
    expect(errorOf(runWinograd(formula({ ...simple, ...variant })))).toBeLessThan(4e-5);
  });

  it("with any sizes", () => {
    const convolutions = fc
      .record({
        batch: fc.integer({ min: 1, max: 3 }),
        channels: fc.integer({ min: 1, max: 9 }),
        outputs: fc.integer({ min: 1, max: 9 }),
        height: fc.integer({ min: 4, max: 23 }),
        width: fc.integer({ min: 4, max: 40 }),
        padding: fc.integer({ min: 0, max: 2 }),
      })
      .filter(({ height, width, padding }) => Math.min(height, width) + 2 * padding >= 6);
    fc.assert(
      fc.property(convolutions, fc.nat(), (convolution, seed) => {
        const kernel = formula(convolution);
        expect(errorOf(runWinograd(kernel, randomInputs(kernel, seed)))).toBeLessThan(4e-5);
      }),
      { numRuns: 60 },
    );
  });
});

it("computes so many outputs that the sums of the first would lie before the memory", () => {
  const kernel = forwardKernel({ batch: 1, channels: 1, outputs: 8000, height: 4, width: 4, padding: 1 });
  expect(errorOf(runWinograd(kernel))).toBeLessThan(1e-5);
});

describe("rounding", () => {
  it("gives about three times the error of a sum of products", () => {
    const kernel = forwardKernel({ batch: 1, channels: 64, outputs: 8, height: 20, width: 20, padding: 1 });
    const inputs = randomInputs(kernel);
    const largest = Math.max(...runWinograd(kernel, inputs).expected[0]!.map(Math.abs));
    const direct = runBoth(kernel, inputs);
    expect(errorOf(runWinograd(kernel, inputs)) / largest).toBeLessThan(3e-6);
    expect(errorOf(direct) / largest).toBeGreaterThan(2e-7);
  });
});

describe("what it is used for", () => {
  const square: ConvolutionShape = {
    batch: 2, channels: 4, outputs: 6, size: 9, kernel: 3, stride: 1, padding: 1, dilation: 1, groups: 1,
  }; // prettier-ignore
  const used = (kernel: Kernel): boolean => isWinograd(runBoth(kernel, randomInputs(kernel), [], "always").source);

  it.each<[string, Partial<ConvolutionShape>, boolean]>([
    ["3 x 3 taps", {}, true],
    ["a stride", { stride: 2 }, false],
    ["a dilation", { dilation: 2, padding: 2 }, false],
    ["groups", { groups: 2 }, false],
    ["5 x 5 taps", { kernel: 5 }, false],
    ["results of three rows", { size: 3 }, false],
  ])("with %s", (_, variant, expected) => {
    expect(used(convolutionKernel({ ...square, ...variant }))).toBe(expected);
  });

  it("not for gradients of weights, nor along one axis", () => {
    expect(used(weightGradientKernel(square))).toBe(false);
    const [x, w] = [floats(2, 4, 20), floats(5, 4, 3)];
    const image = load(0, x, [index(0), foldIndex(0), add(index(2), foldIndex(1))]);
    expect(used(dotKernel([2, 5, 18], [4, 3], [x, w], image, load(1, w, [index(1), foldIndex(0), foldIndex(1)])))).toBe(
      false,
    );
  });

  it("by default only where it is large enough", () => {
    const source = (convolution: Convolution): string => {
      const kernel = forwardKernel(convolution);
      return runBoth(kernel, randomInputs(kernel), [], "where it pays").source;
    };
    expect(isWinograd(source(simple))).toBe(false);
    expect(isWinograd(source({ batch: 1, channels: 32, outputs: 32, height: 28, width: 28, padding: 1 }))).toBe(true);
  });
});

describe("operands and outputs", () => {
  const kernel = forwardKernel(simple);
  const fold = kernel.folds[0]!;
  const factors = factorsOf(fold);

  /** The same sums, bit for bit, as of the plain kernel on inputs that were prepared beforehand. */
  function expectSame(changed: Kernel, inputs: Float32Array[], prepared: Float32Array[]): void {
    const outcome = runWinograd(changed, inputs);
    expect(errorOf(outcome)).toBeLessThan(4e-5);
    expect(outcome.actual[0]).toEqual(runWinograd(kernel, prepared).actual[0]);
  }

  it("takes an image that is computed", () => {
    const [x, w] = randomInputs(kernel) as [Float32Array, Float32Array];
    const changed = withFactors(kernel, { ...factors, image: maximum(multiply(factors.image, -3), 0) });
    expectSame(changed, [x, w], [x.map((value) => Math.max(value * -3, 0)), w]);
  });

  it("takes an image in another layout", () => {
    const [x, w] = randomInputs(kernel) as [Float32Array, Float32Array];
    const { batch, channels, height, width } = simple;
    const type = floats(batch, height, width, channels);
    const [n, c, row, column] = factors.image.coordinates as [Expression, Expression, Expression, Expression];
    const changed = withFactors(kernel, { ...factors, image: load(0, type, [n, row, column, c], 0) });
    const permuted = x.map((_, at) => {
      const [channel, place] = [at % channels, Math.floor(at / channels)];
      const image = Math.floor(place / (height * width));
      return x[(image * channels + channel) * height * width + (place % (height * width))]!;
    });
    expectSame({ ...changed, inputs: [type, changed.inputs[1]!] }, [permuted, w], [x, w]);
  });

  it("takes an image whose axes are joined in memory", () => {
    const unpadded = { ...simple, padding: 0 };
    const plain = forwardKernel(unpadded);
    const { image, weight } = factorsOf(plain.folds[0]!);
    const [n, c, row, column] = image.coordinates as [Expression, Expression, Expression, Expression];
    const type = floats(simple.batch, simple.channels * simple.height * simple.width);
    const place = add(multiply(add(multiply(c, simple.height), row), simple.width), column);
    const changed = withFactors(plain, { image: load(0, type, [n, place]), weight });
    const outcome = runWinograd({ ...changed, inputs: [type, plain.inputs[1]!] }, randomInputs(plain));
    expect(outcome.actual[0]).toEqual(runWinograd(plain, randomInputs(plain)).actual[0]);
  });

  it("takes an image that is enlarged to twice its size", () => {
    const large = { ...simple, height: 10, width: 12 };
    const plain = forwardKernel(large);
    const { image, weight } = factorsOf(plain.folds[0]!);
    const [n, c, row, column] = image.coordinates as [Expression, Expression, Expression, Expression];
    const type = floats(simple.batch, simple.channels, 5, 6);
    const changed = withFactors(plain, { image: load(0, type, [n, c, floorDivide(row, 2), floorDivide(column, 2)], 0), weight }); // prettier-ignore
    const enlarged: Kernel = { ...changed, inputs: [type, plain.inputs[1]!] };
    expect(errorOf(runWinograd(enlarged))).toBeLessThan(4e-5);
  });

  it("takes weights that are computed, and weights of another layout", () => {
    const [x, w] = randomInputs(kernel) as [Float32Array, Float32Array];
    const doubled = withFactors(kernel, { ...factors, weight: multiply(factors.weight, 2) });
    expectSame(doubled, [x, w], [x, w.map((value) => value * 2)]);
    const [o, c, u, v] = factors.weight.coordinates as [Expression, Expression, Expression, Expression];
    const type = floats(3, 3, simple.outputs, simple.channels);
    const changed = withFactors(kernel, { ...factors, weight: load(1, type, [u, v, o, c]) });
    const permuted = w.map((_, at) => {
      const [tap, pair] = [
        Math.floor(at / (simple.outputs * simple.channels)),
        at % (simple.outputs * simple.channels),
      ];
      return w[pair * 9 + tap]!;
    });
    expectSame({ ...changed, inputs: [kernel.inputs[0]!, type] }, [x, permuted], [x, w]);
  });

  it("takes factors in either order, and channels that were split", () => {
    const { body } = fold;
    if (body.kind !== "binary") throw new Error("expected a product");
    const exchanged: Kernel = {
      ...kernel,
      folds: [{ ...fold, body: { ...body, left: body.right, right: body.left } }],
    };
    const inputs = randomInputs(kernel);
    expectSame(exchanged, inputs, inputs);
    const plain = forwardKernel({ ...simple, channels: 6 });
    const { image, weight } = factorsOf(plain.folds[0]!);
    const [n, c, row, column] = image.coordinates as [Expression, Expression, Expression, Expression];
    const type = floats(simple.batch, 2, 3, simple.height, simple.width);
    const split = withFactors(plain, { image: load(0, type, [n, modulo(c, 2), floorDivide(c, 2), row, column], 0), weight }); // prettier-ignore
    expect(errorOf(runWinograd({ ...split, inputs: [type, plain.inputs[1]!] }))).toBeLessThan(4e-5);
  });

  it("computes what was fused into the outputs", () => {
    const bias = floats(simple.outputs);
    const other = floats(...kernel.shape);
    const sum = add(folded(0, "float32"), load(2, bias, [index(1)]));
    const value = maximum(add(sum, load(3, other, [index(0), index(1), index(2), index(3)])), constant(0, "float32"));
    const fused: Kernel = {
      ...kernel,
      inputs: [...kernel.inputs, bias, other],
      scalars: ["float32"],
      outputs: [
        { dtype: "float32", value },
        { dtype: "float32", value: multiply(folded(0, "float32"), scalar(0, "float32")) },
      ],
    };
    const inputs = randomInputs(fused);
    const outcome = runWinograd(fused, inputs, [3]);
    expect(errorOf(outcome)).toBeLessThan(4e-5);
    const plain = runWinograd(kernel, inputs.slice(0, 2)).actual[0]!;
    expect(outcome.actual[1]).toEqual(plain.map((each) => each * 3));
  });

  it("computes images without a batch axis", () => {
    const single = forwardKernel({ ...simple, batch: 1 });
    const { image, weight } = factorsOf(single.folds[0]!);
    const type = floats(...single.inputs[0]!.shape.slice(1));
    const shift = (expression: Expression): Expression =>
      rewrite(expression, (node) => {
        if (node.kind !== "index") return undefined;
        return node.axis === 0 ? constant(0, "int32") : index(node.axis - 1);
      });
    const kernelOfThree = dotKernel(
      single.shape.slice(1),
      single.folds[0]!.extents,
      [type, single.inputs[1]!],
      load(0, type, image.coordinates.slice(1).map(shift), 0),
      shift(weight),
    );
    const inputs = randomInputs(single);
    expect(runWinograd(kernelOfThree, inputs).actual[0]).toEqual(runWinograd(single, inputs).actual[0]);
  });
});

describe("numbers that are not finite, or huge", () => {
  const kernel = forwardKernel({ batch: 2, channels: 3, outputs: 5, height: 21, width: 22, padding: 1 });
  const values = [Infinity, -Infinity, NaN, 1e38, -3e38, 1e30];

  it.each(values)("%f in an image gives what the sum of products does", (value) => {
    for (const place of [0, 7 * 22 + 9, 20 * 22 + 21, 3 * 21 * 22 + 5 * 22 + 4]) {
      const [x, w] = randomInputs(kernel) as [Float32Array, Float32Array];
      x[place] = value;
      expectAlike(x, w);
    }
  });

  it.each(values)("%f in a weight gives what the sum of products does", (value) => {
    for (const place of [0, 4, 8, 31, 134]) {
      const [x, w] = randomInputs(kernel) as [Float32Array, Float32Array];
      w[place] = value;
      expectAlike(x, w);
    }
  });

  it("gives NaN where padding meets an infinite weight, and elsewhere what is left", () => {
    const plain = forwardKernel({ batch: 1, channels: 1, outputs: 1, height: 8, width: 8, padding: 1 });
    const [x, w] = [new Float32Array(64).fill(1), new Float32Array(9).fill(1)];
    w[0] = Infinity;
    const [result] = runWinograd(plain, [x, w]).actual;
    expect([...result!.subarray(0, 8)]).toEqual(Array.from({ length: 8 }, () => NaN));
    expect([...result!.subarray(8, 16)]).toEqual([NaN, ...Array.from({ length: 7 }, () => Infinity)]);
  });

  /** Element by element: each sum is as close as its own products allow. */
  function expectAlike(x: Float32Array, w: Float32Array): void {
    const actual = runWinograd(kernel, [x, w]).actual[0]!;
    const direct = runBoth(kernel, [x, w]).actual[0]!;
    actual.forEach((value, at) => {
      if (Object.is(value, direct[at])) return;
      expect(Math.abs(value - direct[at]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(direct[at]!)));
    });
    expect(largestDifference(actual, direct)).not.toBeNaN();
  }
});

function factorsOf(fold: Fold): { image: Load; weight: Load } {
  const { body } = fold;
  if (body.kind !== "binary" || body.left.kind !== "load" || body.right.kind !== "load") {
    throw new Error("factorsOf: expected a product of loads");
  }
  return { image: body.left, weight: body.right };
}

function withFactors(kernel: Kernel, { image, weight }: { image: Expression; weight: Expression }): Kernel {
  const fold = kernel.folds[0]!;
  if (fold.body.kind !== "binary") throw new Error("withFactors: expected a product");
  return { ...kernel, folds: [{ ...fold, body: { ...fold.body, left: image, right: weight } }] };
}
