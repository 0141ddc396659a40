import {
  add,
  cast,
  contractionOf,
  floorDivide,
  foldIndex,
  index,
  less,
  load,
  multiply,
  select,
  simplifyKernel,
  subtract,
  type Contraction,
  type Expression,
  type Kernel,
} from "@nn/backend";
import {
  convolutionKernel,
  dotKernel,
  floats,
  inputGradientKernel,
  matmulKernel,
  type ConvolutionShape,
} from "@nn/testing";
import { describe, expect, it } from "vitest";
import { largestDifference, randomInputs, runBoth } from "./fixtures.ts";
import { inPlace, materialised } from "./operand.ts";

const shape: ConvolutionShape = {
  batch: 2,
  channels: 3,
  outputs: 4,
  size: 8,
  kernel: 3,
  stride: 1,
  padding: 1,
  dilation: 1,
  groups: 1,
};

function prepared(kernel: Kernel): { contraction: Contraction; kernel: Kernel } {
  const simplified = simplifyKernel(kernel);
  const contraction = contractionOf(simplified, simplified.folds[0]!);
  if (!contraction) throw new Error("expected a contraction");
  return { contraction, kernel: simplified };
}

/** The shape of the scratch for the left factor. */
function scratchShape(kernel: Kernel): readonly number[] {
  const own = prepared(kernel);
  const { source } = materialised(own.contraction.left, own.contraction, own.kernel);
  if (typeof source === "number") throw new Error("expected a kernel");
  return source.shape;
}

function withLeft(kernel: Kernel, change: (left: Expression) => Expression): Kernel {
  const fold = kernel.folds[0]!;
  if (fold.body.kind !== "binary") throw new Error("expected a product");
  return { ...kernel, folds: [{ ...fold, body: { ...fold.body, left: change(fold.body.left) } }] };
}

describe("operands", () => {
  it("are read in place where one affine load needs no bounds", () => {
    const { contraction } = prepared(matmulKernel([2, 3, 4, 5]));
    const left = inPlace(contraction.left, contraction);
    expect(left?.source).toBe(0);
    expect(left?.offsets.map((offsets) => [...offsets])).toEqual([
      [0, 15],
      [0, 5, 10],
      [0, 0, 0, 0],
      [0, 1, 2, 3, 4],
    ]);
    const padded = prepared(convolutionKernel(shape)).contraction;
    expect(inPlace(padded.left, padded)).toBeUndefined();
  });

  it("are padded once for all taps", () => {
    expect(scratchShape(convolutionKernel(shape))).toEqual([2, 3, 10, 10]);
    expect(scratchShape(inputGradientKernel(shape))).toEqual([2, 4, 10, 10]);
    expect(scratchShape(inputGradientKernel({ ...shape, stride: 2 }))).toEqual([2, 4, 10, 10]);
  });

  it("are sorted by phases where outputs step by a stride", () => {
    expect(scratchShape(convolutionKernel({ ...shape, stride: 2 }))).toEqual([2, 3, 2, 5, 2, 5]);
  });

  it("split a group's outputs into loops of their own", () => {
    const { contraction } = prepared(convolutionKernel({ ...shape, channels: 4, groups: 2 }));
    expect(contraction.outer.map(({ size }) => size)).toEqual([2, 2, 2, 8, 8]);
  });

  it("keep to the image's resolution when they depend on its flat position", () => {
    const kernel = withLeft(convolutionKernel({ ...shape, padding: 0 }), (left) => {
      if (left.kind !== "load") throw new Error("expected a load");
      const flat = left.coordinates.reduce((sum, coordinate, axis) => {
        return add(multiply(sum, [2, 3, 8, 8][axis]!), coordinate);
      });
      const kept = less(cast(flat, "uint32"), 200);
      return select(kept, left, 0);
    });
    expect(scratchShape(kernel)).toEqual([2, 3, 8, 8]);
    const { actual, expected } = runBoth(kernel, randomInputs(kernel));
    expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(1e-5);
  });

  it("are computed for each value of the loop variables where nothing better is found", () => {
    const kernel = withLeft(matmulKernel([1, 6, 5, 7]), (left) => {
      if (left.kind !== "load") throw new Error("expected a load");
      const [batch, row, step] = left.coordinates as [Expression, Expression, Expression];
      return { ...left, coordinates: [batch, floorDivide(add(row, step), 3), step], outside: 2 };
    });
    const { actual, expected } = runBoth(kernel, randomInputs(kernel));
    expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(1e-5);
  });

  it("never read where nothing is: the last phase may be shorter", () => {
    const small = { ...shape, size: 7, stride: 2, padding: 0 };
    const kernel = withLeft(convolutionKernel(small), (left) => {
      if (left.kind !== "load") throw new Error("expected a load");
      return multiply(load(0, { dtype: "float32", shape: [2, 3, 7, 7] }, left.coordinates), 2);
    });
    expect(scratchShape(kernel)).toEqual([2, 3, 2, 4, 2, 4]);
    const { actual, expected } = runBoth(kernel, randomInputs(kernel));
    expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(1e-5);
  });

  it("have phases for kernels that run backwards too", () => {
    const [x, w] = [floats(2, 19), floats(4, 2, 4)];
    const [o, i, c, u] = [index(0), index(1), foldIndex(0), foldIndex(1)];
    const sampled = load(0, x, [c, subtract(add(multiply(i, 2), 1), u)], 0);
    const kernel = dotKernel([4, 10], [2, 4], [x, w], sampled, load(1, w, [o, c, u]));
    expect(scratchShape(kernel)).toEqual([2, 2, 11]);
    const { actual, expected } = runBoth(kernel, randomInputs(kernel));
    expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(1e-5);
  });
});
