import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, cast, divide, foldIndex, folded, index, load, multiply, subtract, unary } from "../build.ts";
import { createArray, type DType, type TypedArray } from "../dtype.ts";
import type { Expression } from "../expression.ts";
import type { Fold, FoldOperator, Kernel, TensorType } from "../kernel.ts";
import { validateKernel } from "../validateKernel.ts";
import { interpret } from "./interpret.ts";

const i = index(0);
const u = foldIndex(0);

function vector(dtype: DType, values: readonly number[]): TypedArray {
  const array = createArray(dtype, values.length);
  array.set(values);
  return array;
}

/** The fold of one vector. */
function foldVector(operator: FoldOperator, dtype: DType, values: readonly number[]): number {
  const type: TensorType = { dtype, shape: [values.length] };
  const isPosition = operator === "argmax" || operator === "argmin";
  const fold: Fold = { operator, extents: type.shape, dtype: isPosition ? "int32" : dtype, body: load(0, type, [u]) };
  const value = folded(0, fold.dtype);
  const kernel: Kernel = {
    shape: [],
    inputs: [type],
    scalars: [],
    folds: [fold],
    outputs: [{ dtype: fold.dtype, value }],
  };
  validateKernel(kernel);
  return interpret(kernel, [vector(dtype, values)])[0]![0]!;
}

describe("folds", () => {
  it("sums and multiplies", () => {
    expect(foldVector("sum", "float64", [1, 2, 3])).toBe(6);
    expect(foldVector("product", "float64", [2, 3, 4])).toBe(24);
    expect(foldVector("sum", "int32", [2147483647, 1])).toBe(-2147483648);
    expect(foldVector("product", "int32", [65537, 65537, 65537])).toBe(Math.imul(131073, 65537));
    expect(foldVector("sum", "float32", [Infinity, -Infinity])).toBe(NaN);
  });

  it("keeps float32 sums in double precision until the end", () => {
    expect(foldVector("sum", "float32", [16777216, 1, 1])).toBe(16777218);
    expect(foldVector("product", "float32", [1e30, 1e30, 1e-30])).toBe(Math.fround(1e30));
  });

  it("lets NaN win in max and min, wherever it stands", () => {
    expect(foldVector("max", "float32", [1, 3, 2])).toBe(3);
    expect(foldVector("max", "float32", [NaN, 3])).toBe(NaN);
    expect(foldVector("min", "float32", [3, NaN])).toBe(NaN);
    expect(foldVector("min", "int32", [3, -4])).toBe(-4);
  });

  it("gives the position of the first extremum, or of the first NaN", () => {
    expect(foldVector("argmax", "float32", [1, 3, 3, 2])).toBe(1);
    expect(foldVector("argmin", "float32", [2, 1, 1])).toBe(1);
    expect(foldVector("argmax", "float32", [1, NaN, 3, NaN])).toBe(1);
    expect(foldVector("argmin", "float32", [NaN, -Infinity])).toBe(0);
    expect(foldVector("argmax", "float32", [-Infinity, -Infinity])).toBe(0);
    expect(foldVector("argmax", "uint32", [0, 4294967295])).toBe(1);
  });

  it("gives the neutral value over nothing", () => {
    expect(foldVector("sum", "float32", [])).toBe(0);
    expect(foldVector("product", "float32", [])).toBe(1);
    expect(foldVector("max", "float32", [])).toBe(-Infinity);
    expect(foldVector("min", "float32", [])).toBe(Infinity);
    expect(foldVector("max", "int32", [])).toBe(-2147483648);
    expect(foldVector("min", "int32", [])).toBe(2147483647);
    expect(foldVector("max", "uint32", [])).toBe(0);
    expect(foldVector("min", "uint32", [])).toBe(4294967295);
    expect(foldVector("argmax", "float32", [])).toBe(0);
  });

  it("lets a later fold use an earlier one: the softmax of each row", () => {
    const type: TensorType = { dtype: "float64", shape: [2, 2] };
    const shifted = (column: Expression): Expression =>
      unary("exp", subtract(load(0, type, [i, column]), folded(0, "float64")));
    const folds: Fold[] = [
      { operator: "max", extents: [2], dtype: "float64", body: load(0, type, [i, u]) },
      { operator: "sum", extents: [2], dtype: "float64", body: shifted(u) },
    ];
    const value = divide(shifted(index(1)), folded(1, "float64"));
    const kernel: Kernel = {
      shape: [2, 2],
      inputs: [type],
      scalars: [],
      folds,
      outputs: [{ dtype: "float64", value }],
    };
    const result = [...interpret(kernel, [Float64Array.of(0, Math.log(3), 1000, 1000)])[0]!];
    [0.25, 0.75, 0.5, 0.5].forEach((expected, at) => expect(result[at]).toBeCloseTo(expected, 15));
  });
});

describe("loads and shapes", () => {
  const type: TensorType = { dtype: "float32", shape: [2, 2] };
  const square = Float32Array.of(1, 2, 3, 4);
  const shifted = (outside?: number): Kernel => ({
    shape: [2, 2],
    inputs: [type],
    scalars: [],
    folds: [],
    outputs: [{ dtype: "float32", value: load(0, type, [subtract(i, 1), index(1)], outside) }],
  });

  it("gives the outside value where a coordinate leaves the shape", () => {
    expect([...interpret(shifted(-Infinity), [square])[0]!]).toEqual([-Infinity, -Infinity, 1, 2]);
  });

  it.each([
    [-1, [9, 1, 9, 3]],
    [1, [2, 9, 4, 9]],
  ])("does not take the neighbouring row for an outside column: shift %s", (shift, expected) => {
    const value = load(0, type, [i, add(index(1), shift)], 9);
    const kernel: Kernel = { ...shifted(), outputs: [{ dtype: "float32", value }] };
    expect([...interpret(kernel, [square])[0]!]).toEqual(expected);
  });

  it("refuses to read outside without a guard", () => {
    expect(() => interpret(shifted(), [square])).toThrow(
      "load: expected coordinates within the shape [2, 2] of input 0, got [-1, 0]",
    );
  });

  it("writes several outputs, transposed and flat", () => {
    const transposed = load(0, type, [index(1), i]);
    const kernel: Kernel = {
      ...shifted(),
      outputs: [
        { dtype: "float32", value: transposed },
        { dtype: "int32", value: add(multiply(i, 2), index(1)) },
      ],
    };
    expect(interpret(kernel, [square])).toEqual([Float32Array.of(1, 3, 2, 4), Int32Array.of(0, 1, 2, 3)]);
  });

  it("writes nothing into an empty shape", () => {
    expect(interpret({ ...shifted(0), shape: [0, 2] }, [square])).toEqual([new Float32Array(0)]);
  });

  it("computes a shared subexpression again at each position", () => {
    const shared = multiply(load(0, type, [i, u]), 10);
    const fold: Fold = { operator: "sum", extents: [2], dtype: "float32", body: add(shared, shared) };
    const row = multiply(cast(i, "float32"), 100);
    const value = add(folded(0, "float32"), add(row, row));
    const kernel: Kernel = {
      shape: [2],
      inputs: [type],
      scalars: [],
      folds: [fold],
      outputs: [{ dtype: "float32", value }],
    };
    expect([...interpret(kernel, [square])[0]!]).toEqual([60, 340]);
    expect([...interpret(kernel, [Float32Array.of(0, 0, 0, 1)])[0]!]).toEqual([0, 220]);
  });

  it("agrees with plain loops on random matrix products", () => {
    const size = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.infiniteStream(fc.integer({ min: -9, max: 9 })),
        (rows, inner, columns, stream) => {
          const [a, b]: TensorType[] = [
            { dtype: "int32", shape: [rows, inner] },
            { dtype: "int32", shape: [inner, columns] },
          ];
          const [x, y] = [rows * inner, inner * columns].map((length) => Int32Array.from([...stream.take(length)]));
          const body = multiply(load(0, a!, [i, u]), load(1, b!, [u, index(1)]));
          const fold: Fold = { operator: "dot", extents: [inner], dtype: "int32", body };
          const outputs = [{ dtype: "int32" as const, value: folded(0, "int32") }];
          const kernel: Kernel = { shape: [rows, columns], inputs: [a!, b!], scalars: [], folds: [fold], outputs };
          const expected = new Int32Array(rows * columns).map((_, at) => {
            const [row, column] = [Math.floor(at / columns), at % columns];
            let sum = 0;
            for (let k = 0; k < inner; k++) sum += x![row * inner + k]! * y![k * columns + column]!;
            return sum;
          });
          expect(interpret(kernel, [x!, y!])).toEqual([expected]);
        },
      ),
    );
  });
});
