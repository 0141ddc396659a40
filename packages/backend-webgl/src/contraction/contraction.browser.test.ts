import {
  add,
  floorDivide,
  foldIndex,
  folded,
  index,
  load,
  maximum,
  modulo,
  multiply,
  type Fold,
  type Kernel,
} from "@nn/backend";
import {
  convolutionKernel,
  dotKernel,
  floats,
  inputGradientKernel,
  matmulKernel,
  outputSize,
  weightGradientKernel,
  type ConvolutionShape,
} from "@nn/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { device, noise, runBoth } from "../fixtures.ts";
import { sizeOf } from "../layout.ts";

/** The largest error, as a share of the largest result. */
async function errorOf(kernel: Kernel): Promise<number> {
  const data = kernel.inputs.map(({ shape }, number) => noise(sizeOf(shape), number));
  const { actual, expected } = await runBoth(kernel, data);
  return Math.max(
    ...expected.map((values, output) => {
      let [error, largest] = [0, 0];
      for (let at = 0; at < values.length; at++) {
        const difference = Math.abs(actual[output]![at]! - values[at]!);
        error = difference <= error ? error : difference;
        largest = Math.max(largest, Math.abs(values[at]!));
      }
      return error / largest;
    }),
  );
}

async function isBlocked(kernel: Kernel): Promise<boolean> {
  const executable = await (await device()).compile(kernel);
  return executable.source!().includes("r3 +=");
}

async function check(kernel: Kernel, blocked = true): Promise<void> {
  expect(await isBlocked(kernel)).toBe(blocked);
  expect(await errorOf(kernel)).toBeLessThan(3e-6);
}

describe("matrix products", () => {
  test.each([
    [1, 64, 64, 64],
    [1, 67, 45, 51],
    [3, 33, 50, 37],
    [2, 40, 10, 300],
    [1, 8, 9, 4099],
    [1, 12, 20, 4096],
  ] as const)("%d of %d×%d, depth %d", async (...sizes) => {
    for (const left of [false, true]) {
      for (const right of [false, true]) await check(matmulKernel(sizes, left, right));
    }
  });

  test("of a matrix and a vector are left to the loops", () => check(matmulKernel([1, 512, 1, 512]), false));

  test("of few elements are left to the loops", () => check(matmulKernel([1, 16, 16, 16]), false));
});

const plain: ConvolutionShape = {
  batch: 2,
  channels: 8,
  outputs: 8,
  size: 14,
  kernel: 3,
  stride: 1,
  padding: 1,
  dilation: 1,
  groups: 1,
};

const shapes: readonly (readonly [string, Partial<ConvolutionShape>])[] = [
  ["plain", {}],
  ["without padding", { padding: 0, size: 16 }],
  ["of odd sizes", { size: 13, channels: 9, outputs: 11 }],
  ["of stride 2", { stride: 2, size: 23 }],
  ["of stride 3 and dilation 2", { stride: 3, dilation: 2, padding: 2, size: 40 }],
  ["of dilation 3", { dilation: 3, padding: 3 }],
  ["of a kernel of 5", { kernel: 5, padding: 2, channels: 5 }],
  ["of a kernel of 11", { kernel: 11, padding: 5, channels: 2, outputs: 4, size: 20, batch: 1 }],
  ["of kernel 1", { kernel: 1, padding: 0, channels: 32, outputs: 24 }],
  ["in groups", { groups: 2, channels: 16, outputs: 16 }],
  ["of a large batch", { batch: 40, size: 7 }],
];

describe("convolutions", () => {
  test.each(shapes)("%s", (_, changes) => check(convolutionKernel({ ...plain, ...changes })));
  test.each(shapes)("%s: the input's gradient", (_, changes) => check(inputGradientKernel({ ...plain, ...changes })));
  test.each(shapes)("%s: the weight's gradient", (_, changes) => check(weightGradientKernel({ ...plain, ...changes })));

  test("depthwise are left to the loops", async () => {
    const shape = { ...plain, channels: 64, outputs: 64, groups: 64, batch: 4 };
    await check(convolutionKernel(shape), false);
  });
});

const integer = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

const random: fc.Arbitrary<ConvolutionShape> = fc
  .record({
    batch: integer(1, 5),
    channels: integer(1, 12),
    outputs: integer(1, 17),
    size: integer(6, 19),
    kernel: integer(1, 5),
    stride: integer(1, 3),
    padding: integer(0, 4),
    dilation: integer(1, 3),
    groups: integer(1, 2),
  })
  .map((shape) => ({ ...shape, channels: shape.channels * shape.groups, outputs: shape.outputs * shape.groups }))
  .filter((shape) => outputSize(shape) > 0);

test("random convolutions and their gradients", async () => {
  await fc.assert(
    fc.asyncProperty(
      random,
      fc.constantFrom(convolutionKernel, inputGradientKernel, weightGradientKernel),
      async (shape, make) => {
        expect(await errorOf(make(shape))).toBeLessThan(3e-6);
      },
    ),
    { numRuns: 20 },
  );
});

describe("what is fused with a contraction", () => {
  const [m, n, k] = [50, 60, 70];
  const [a, b, bias] = [floats(m, k), floats(k, n), floats(n)];
  const [i, j, at] = [index(0), index(1), foldIndex(0)];
  const product: Fold = {
    operator: "dot",
    extents: [k],
    dtype: "float32",
    body: multiply(load(0, a, [i, at]), load(1, b, [at, j])),
  };

  test("a prologue for each operand, and an epilogue", async () => {
    const base = dotKernel(
      [m, n],
      [k],
      [a, b, bias],
      maximum(load(0, a, [i, at]), 0),
      add(load(1, b, [at, j]), load(2, bias, [j])),
    );
    const value = maximum(add(multiply(folded(0, "float32"), 2), load(2, bias, [j])), 0);
    await check({
      ...base,
      outputs: [
        { dtype: "float32", value },
        { dtype: "float32", value: folded(0, "float32") },
      ],
    });
  });

  test("an operand that is seen through a reshape", async () => {
    const flat = floats(k / 2, 2 * n);
    const right = load(1, flat, [floorDivide(at, 2), add(multiply(modulo(at, 2), n), j)]);
    await check(dotKernel([m, n], [k], [a, flat], load(0, a, [i, at]), right));
  });

  test("two products, and a sum of which one needs the other", async () => {
    const other: Fold = {
      ...product,
      body: multiply(load(0, a, [i, at]), maximum(load(1, b, [at, j]), 0)),
    };
    const total: Fold = { operator: "sum", extents: [3], dtype: "float32", body: multiply(folded(1, "float32"), 0.5) };
    const value = add(add(folded(0, "float32"), folded(2, "float32")), folded(1, "float32"));
    const kernel: Kernel = {
      shape: [m, n],
      inputs: [a, b],
      scalars: [],
      folds: [product, other, total],
      outputs: [{ dtype: "float32", value }],
    };
    await check(kernel);
  });
});
