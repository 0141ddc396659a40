import { add, constant, folded, foldIndex, index, load, maximum, multiply, scalar, type Kernel } from "@nn/backend";
import { dotKernel, floats, matmulKernel } from "@nn/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isDeclined, largestDifference, randomInputs, runBoth } from "./fixtures.ts";

const sizes = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 17, 31, 33);

describe("matrix products", () => {
  it("multiplies two small matrices", () => {
    const inputs = [new Float32Array([1, 2, 3, 4, 5, 6]), new Float32Array([7, 8, 9, 10, 11, 12])];
    const { actual } = runBoth(matmulKernel([1, 2, 2, 3]), inputs);
    expect([...actual[0]!]).toEqual([58, 64, 139, 154]);
  });

  it("agrees with the formula at awkward sizes, for every storage order", () => {
    fc.assert(
      fc.property(sizes, sizes, sizes, fc.boolean(), fc.boolean(), fc.nat(), (m, n, k, left, right, seed) => {
        const kernel = matmulKernel([1, m, n, k], left, right);
        const { actual, expected } = runBoth(kernel, randomInputs(kernel, seed));
        expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(1e-5);
      }),
      { numRuns: 150 },
    );
  });

  it("adds the sums of several blocks of the depth", () => {
    for (const [m, n, k] of [
      [5, 9, 513],
      [9, 5, 1100],
      [33, 35, 1030],
      [130, 12, 600],
    ] as const) {
      const kernel = matmulKernel([1, m, n, k]);
      const { actual, expected } = runBoth(kernel, randomInputs(kernel));
      expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(1e-4);
    }
  });

  it("covers more columns and rows than are packed at a time", () => {
    for (const [m, n] of [
      [133, 2060],
      [2060, 133],
    ] as const) {
      const kernel = matmulKernel([1, m, n, 3], false, true);
      const { actual, expected } = runBoth(kernel, randomInputs(kernel));
      expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(1e-5);
    }
  });

  it("multiplies a batch, also with one operand for all", () => {
    const kernel = matmulKernel([3, 17, 12, 40]);
    const { actual, expected } = runBoth(kernel, randomInputs(kernel));
    expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(1e-5);

    const [x, w] = [floats(3, 5, 7), floats(7, 6)];
    const [b, m, n, k] = [index(0), index(1), index(2), foldIndex(0)];
    const shared = dotKernel([3, 5, 6], [7], [x, w], load(0, x, [b, m, k]), load(1, w, [k, n]));
    const outcome = runBoth(shared, randomInputs(shared));
    expect(largestDifference(outcome.actual[0]!, outcome.expected[0]!)).toBeLessThan(1e-5);
  });

  it("lets infinities and NaN through, and only where they belong", () => {
    const kernel = matmulKernel([1, 9, 11, 6]);
    const inputs = randomInputs(kernel);
    inputs[0]![6 * 2 + 1] = NaN;
    inputs[0]![6 * 8 + 5] = Infinity;
    inputs[1]![11 * 3 + 10] = -Infinity;
    const { actual, expected } = runBoth(kernel, inputs);
    expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(1e-5);
    expect(actual[0]!.filter((value) => !Number.isFinite(value)).length).toBe(11 + 11 + 9 - 2);
  });

  it("leaves empty products and other types to the generic code", () => {
    expect(isDeclined(matmulKernel([1, 3, 4, 0]))).toBe(true);
    expect(isDeclined(matmulKernel([1, 0, 4, 2]))).toBe(true);
    const kernel = matmulKernel([1, 3, 4, 2]);
    expect(isDeclined({ ...kernel, folds: [...kernel.folds, ...kernel.folds] })).toBe(true);
    const sum = kernel.folds.map((fold) => ({ ...fold, operator: "sum" as const }));
    expect(isDeclined({ ...kernel, folds: sum })).toBe(true);
  });
});

describe("fusion", () => {
  const [m, n, k] = [13, 18, 37];
  const plain = matmulKernel([1, m, n, k]);
  const bias = floats(n);

  function withFactors(change: (factor: ReturnType<typeof load>) => ReturnType<typeof load>): Kernel {
    const [x, w] = plain.inputs as [(typeof plain.inputs)[0], (typeof plain.inputs)[0]];
    const left = load(0, x, [index(0), index(1), foldIndex(0)]);
    const right = load(1, w, [index(0), foldIndex(0), index(2)]);
    return dotKernel(plain.shape, [k], plain.inputs, change(left), right);
  }

  it("applies what stands before the products", () => {
    const kernel = withFactors((factor) => maximum(multiply(factor, 2), 0));
    const inputs = randomInputs(kernel);
    const { actual, expected } = runBoth(kernel, inputs);
    expect(largestDifference(actual[0]!, expected[0]!)).toBeLessThan(1e-5);

    const before = inputs[0]!.map((value) => Math.max(value * 2, 0));
    expect(actual[0]).toEqual(runBoth(plain, [before, inputs[1]!]).actual[0]);
  });

  it("applies what stands after the sum, into several outputs, without changing its bits", () => {
    const sum = folded(0, "float32");
    const kernel: Kernel = {
      ...plain,
      inputs: [...plain.inputs, bias],
      scalars: ["float32"],
      outputs: [
        { dtype: "float32", value: maximum(add(sum, load(2, bias, [index(2)])), 0) },
        { dtype: "float32", value: multiply(sum, scalar(0, "float32")) },
        { dtype: "float32", value: sum },
      ],
    };
    const inputs = randomInputs(kernel);
    const { actual, expected } = runBoth(kernel, inputs, [0.5]);
    actual.forEach((output, position) => {
      expect(largestDifference(output, expected[position]!)).toBeLessThan(1e-5);
    });
    const alone = runBoth(plain, inputs.slice(0, 2)).actual[0]!;
    expect(actual[2]).toEqual(alone);
    expect(actual[1]).toEqual(alone.map((value) => value * 0.5));
  });

  it("gives the same bits for a factor that is a constant as for one that is stored", () => {
    const ones = withFactors(() => constant(1, "float32"));
    const inputs = randomInputs(plain);
    const stored = runBoth(plain, [new Float32Array(m * k).fill(1), inputs[1]!]);
    expect(runBoth(ones, inputs).actual[0]).toEqual(stored.actual[0]);
  });
});
