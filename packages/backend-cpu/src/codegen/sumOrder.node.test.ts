import {
  add,
  foldIndex,
  folded,
  index,
  load,
  multiply,
  subtract,
  unary,
  type Expression,
  type Kernel,
  type TensorType,
} from "@nn/backend";
import { Random } from "@nn/backend-conformance";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runGenerated, sizeOf } from "./fixtures.ts";

/** Numbers of very different sizes, so that every order of addition gives other bits. */
function noise(length: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => (random.next() - 0.3) * 2 ** random.integer(-8, 8));
}

/** A kernel that sums an input of the shape [...shape, ...extents], whose axes lie in memory in the order `order`. */
function sumKernel(shape: readonly number[], extents: readonly number[], order: readonly number[]): Kernel {
  const sizes = [...shape, ...extents];
  const variables = [...shape.map((_, axis) => index(axis)), ...extents.map((_, axis) => foldIndex(axis))];
  const type: TensorType = { dtype: "float32", shape: order.map((axis) => sizes[axis]!) };
  const body = load(
    0,
    type,
    order.map((axis) => variables[axis]!),
  );
  return withBody(shape, extents, [type], body);
}

function withBody(
  shape: readonly number[],
  extents: readonly number[],
  inputs: TensorType[],
  body: Expression,
): Kernel {
  return {
    shape,
    inputs,
    scalars: [],
    folds: [{ operator: "sum", dtype: "float32", extents, body }],
    outputs: [{ dtype: "float32", value: folded(0, "float32") }],
  };
}

/** An input of the shape [...shape, ...extents], and the coordinates of its elements in a fold. */
function elementsOf(
  shape: readonly number[],
  extents: readonly number[],
): { sizes: readonly number[]; type: TensorType; at: readonly Expression[] } {
  const sizes = [...shape, ...extents];
  const at = [...shape.map((_, axis) => index(axis)), ...extents.map((_, axis) => foldIndex(axis))];
  return { sizes, type: { dtype: "float32", shape: sizes }, at };
}

/** Moves the axes of a row-major array. */
function permuted(data: Float32Array, sizes: readonly number[], order: readonly number[]): Float32Array {
  const strides = sizes.map((_, axis) => sizeOf(sizes.slice(axis + 1)));
  const target = order.map((axis) => sizes[axis]!);
  return data.map((_, flat) => {
    let [rest, offset] = [flat, 0];
    for (let axis = order.length - 1; axis >= 0; axis--) {
      offset += (rest % target[axis]!) * strides[order[axis]!]!;
      rest = Math.floor(rest / target[axis]!);
    }
    return data[offset]!;
  });
}

const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 2 });
const extents = fc.constantFrom(
  [33],
  [40],
  [47],
  [56],
  [157],
  [128],
  [129],
  [136],
  [300],
  [1000],
  [7, 7],
  [64, 5],
  [3, 3, 9],
  [50, 1],
  [2, 300],
  [1, 65],
);

describe("the order of a float32 sum", () => {
  test("does not depend on where the elements lie in memory", () => {
    fc.assert(
      fc.property(shapes, extents, fc.nat(), (shape, over, seed) => {
        const sizes = [...shape, ...over];
        const axes = sizes.map((_, axis) => axis);
        const random = new Random(seed);
        const order = axes
          .map((axis) => ({ axis, key: random.next() }))
          .sort((a, b) => a.key - b.key)
          .map(({ axis }) => axis);
        const data = noise(sizeOf(sizes), seed);
        const [plain] = runGenerated(sumKernel(shape, over, axes), [data]);
        const [moved] = runGenerated(sumKernel(shape, over, order), [permuted(data, sizes, order)]);
        expect(moved).toEqual(plain);
      }),
      { numRuns: 200 },
    );
  });

  test("does not depend on what is fused into the sum", () => {
    fc.assert(
      fc.property(shapes, extents, fc.nat(), (shape, over, seed) => {
        const { sizes, type, at } = elementsOf(shape, over);
        const [a, b] = [noise(sizeOf(sizes), seed), noise(sizeOf(sizes), seed + 1)];
        const product = subtract(multiply(load(0, type, at), load(1, type, at)), 0.1);
        const stored = a.map((value, position) => Math.fround(Math.fround(value * b[position]!) - Math.fround(0.1)));
        const [fused] = runGenerated(withBody(shape, over, [type, type], product), [a, b]);
        const [separate] = runGenerated(withBody(shape, over, [type], load(0, type, at)), [stored]);
        expect(fused).toEqual(separate);
      }),
      { numRuns: 100 },
    );
  });

  test("does not depend on how many vectors are computed at a time", () => {
    fc.assert(
      fc.property(shapes, extents, fc.nat(), (shape, over, seed) => {
        const { sizes, type, at } = elementsOf(shape, over);
        const data = noise(sizeOf(sizes), seed);
        const value = unary("sigmoid", load(0, type, sizes.map((_, axis) => index(axis)))); // prettier-ignore
        const outputs = [{ dtype: "float32" as const, value }];
        const [stored] = runGenerated({ shape: sizes, inputs: [type], scalars: [], folds: [], outputs }, [data]);
        const [fused] = runGenerated(withBody(shape, over, [type], unary("sigmoid", load(0, type, at))), [data]);
        const [separate] = runGenerated(withBody(shape, over, [type], load(0, type, at)), [stored as Float32Array]);
        expect(fused).toEqual(separate);
      }),
      { numRuns: 150 },
    );
  });

  test("is the same beside another sum in the same loop", () => {
    const type: TensorType = { dtype: "float32", shape: [6, 10, 13] };
    const x = load(0, type, [foldIndex(0), index(0), foldIndex(1)]);
    const single = withBody([10], [6, 13], [type], x);
    const double: Kernel = { ...single, folds: [single.folds[0]!, { ...single.folds[0]!, body: multiply(x, x) }] };
    const data = noise(780, 5);
    expect(runGenerated(double, [data])[0]).toEqual(runGenerated(single, [data])[0]);
  });

  test("keeps the error of a million terms small", () => {
    const type: TensorType = { dtype: "float32", shape: [1_000_000] };
    const data = new Float32Array(1_000_000).fill(0.1);
    const [sum] = runGenerated(withBody([], [1_000_000], [type], load(0, type, [foldIndex(0)])), [data]);
    expect(Math.abs(sum![0]! / 100_000.0015 - 1)).toBeLessThan(3e-7);
  });
});

test("elementwise results do not depend on how calls split the work", () => {
  const length = 3 * 32768 + 5;
  const type: TensorType = { dtype: "float32", shape: [length] };
  const kernel: Kernel = {
    shape: [length],
    inputs: [type],
    scalars: [],
    folds: [],
    outputs: [{ dtype: "float32", value: add(load(0, type, [index(0)]), 1) }],
  };
  const data = noise(length, 3);
  expect(runGenerated(kernel, [data])[0]).toEqual(data.map((value) => value + 1));
});
