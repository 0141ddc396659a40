import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  binary,
  cast,
  compare,
  constant,
  divide,
  foldIndex,
  folded,
  index,
  less,
  load,
  multiply,
  scalar,
  select,
  subtract,
  unary,
} from "../build.ts";
import { createArray, type DType, type TypedArray } from "../dtype.ts";
import type { BinaryOperator, CompareOperator, Expression, UnaryOperator } from "../expression.ts";
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

/** One output whose element i is `formula` of the operands' elements i. */
function elementwise(
  dtype: DType,
  operands: readonly (readonly number[])[],
  formula: (...x: Expression[]) => Expression,
) {
  const type: TensorType = { dtype, shape: [operands[0]!.length] };
  const value = formula(...operands.map((_, input) => load(input, type, [i])));
  const inputs = operands.map(() => type);
  const kernel: Kernel = {
    shape: type.shape,
    inputs,
    scalars: [],
    folds: [],
    outputs: [{ dtype: value.dtype, value }],
  };
  validateKernel(kernel);
  const arrays = operands.map((values) => vector(dtype, values));
  return [...interpret(kernel, arrays)[0]!];
}

const apply1 = (operator: UnaryOperator, dtype: DType, x: number[]): number[] =>
  elementwise(dtype, [x], (a) => unary(operator, a!));
const apply2 = (operator: BinaryOperator, dtype: DType, x: number[], y: number[]): number[] =>
  elementwise(dtype, [x, y], (a, b) => binary(operator, a!, b!));
const compare2 = (operator: CompareOperator, dtype: DType, x: number[], y: number[]): number[] =>
  elementwise(dtype, [x, y], (a, b) => compare(operator, a!, b!));

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

describe("unary operators", () => {
  it("negates, measures and signs numbers", () => {
    expect(apply1("negate", "float64", [1.5, 0, -0, Infinity, NaN])).toEqual([-1.5, -0, 0, -Infinity, NaN]);
    expect(apply1("absolute", "float32", [-1.5, -0, -Infinity, NaN])).toEqual([1.5, 0, Infinity, NaN]);
    expect(apply1("sign", "float32", [-1.5, -0, 0, Infinity, NaN])).toEqual([-1, -0, 0, 1, NaN]);
  });

  it("wraps around in integers", () => {
    expect(apply1("negate", "int32", [7, -2147483648])).toEqual([-7, -2147483648]);
    expect(apply1("absolute", "int32", [-7, -2147483648])).toEqual([7, -2147483648]);
    expect(apply1("negate", "uint32", [0, 1])).toEqual([0, 4294967295]);
  });

  it("rounds half to even", () => {
    expect(apply1("round", "float64", [0.5, 1.5, 2.5, -0.5, -1.5, -2.5])).toEqual([0, 2, 2, -0, -2, -2]);
    expect(apply1("round", "float64", [0.49999999999999994, 4503599627370497.5, -Infinity, NaN])).toEqual([
      0,
      4503599627370498,
      -Infinity,
      NaN,
    ]);
  });

  it("rounds down, up and towards zero", () => {
    expect(apply1("floor", "float32", [1.5, -1.5, -0])).toEqual([1, -2, -0]);
    expect(apply1("ceil", "float32", [1.5, -1.5, -0.5])).toEqual([2, -1, -0]);
    expect(apply1("truncate", "float32", [1.5, -1.5, -0.5])).toEqual([1, -1, -0]);
  });

  it("rounds each float32 result once", () => {
    expect(apply1("exp", "float32", [1])).toEqual([Math.fround(Math.E)]);
    expect(apply1("squareRoot", "float32", [2, -1])).toEqual([Math.fround(Math.SQRT2), NaN]);
    expect(apply1("exp", "float32", [89, -200])).toEqual([Infinity, 0]);
  });

  it("keeps small arguments of expm1 and log1p", () => {
    expect(apply1("expm1", "float64", [1e-20, -Infinity])).toEqual([1e-20, -1]);
    expect(apply1("log1p", "float64", [1e-20, -1, -2])).toEqual([1e-20, -Infinity, NaN]);
    expect(apply1("log", "float64", [1, 0, -1])).toEqual([0, -Infinity, NaN]);
  });

  it("saturates sigmoid, tanh and erf without overflow", () => {
    expect(apply1("sigmoid", "float64", [0, 1000, -1000, Infinity, -Infinity, NaN])).toEqual([0.5, 1, 0, 1, 0, NaN]);
    expect(apply1("tanh", "float64", [0, -0, 1000, -Infinity])).toEqual([0, -0, 1, -1]);
    expect(apply1("erf", "float64", [0, -0, 7, -Infinity, NaN])).toEqual([0, -0, 1, -1, NaN]);
  });

  it("computes angles", () => {
    const close = (got: number[], expected: number): void => expect(got[0]).toBeCloseTo(expected, 15);
    close(apply1("sin", "float64", [Math.PI / 6]), 0.5);
    close(apply1("cos", "float64", [Math.PI / 3]), 0.5);
    close(apply1("tan", "float64", [Math.PI / 4]), 1);
    close(apply1("atan", "float64", [1]), Math.PI / 4);
  });

  it("inverts bits and truth values", () => {
    expect(apply1("not", "int32", [0, -1, 5])).toEqual([-1, 0, -6]);
    expect(apply1("not", "uint32", [0, 4294967295])).toEqual([4294967295, 0]);
    expect(apply1("not", "bool", [0, 1])).toEqual([1, 0]);
  });
});

describe("binary operators", () => {
  it("rounds float32 arithmetic at each operation", () => {
    expect(apply2("add", "float32", [16777216], [1])).toEqual([16777216]);
    expect(apply2("add", "float64", [16777216], [1])).toEqual([16777217]);
    const twice = elementwise("float32", [[16777216]], (x) => add(add(x!, 1), 1));
    expect(twice).toEqual([16777216]);
    expect(apply2("multiply", "float32", [1e30], [1e30])).toEqual([Infinity]);
    expect(apply2("subtract", "float32", [Infinity, 0], [Infinity, 0])).toEqual([NaN, 0]);
  });

  it("rounds float32 constants and scalars", () => {
    expect(elementwise("float32", [[0]], () => constant(0.1, "float32"))).toEqual([Math.fround(0.1)]);
    const outputs = [{ dtype: "float32" as const, value: scalar(0, "float32") }];
    const kernel: Kernel = { shape: [], inputs: [], scalars: ["float32"], folds: [], outputs };
    expect([...interpret(kernel, [], [0.1])[0]!]).toEqual([Math.fround(0.1)]);
  });

  it("divides floats by zero as IEEE 754 does", () => {
    expect(apply2("divide", "float32", [1, -1, 1, 0], [0, 0, -0, 0])).toEqual([Infinity, -Infinity, -Infinity, NaN]);
    expect(apply2("floorDivide", "float64", [7, -7, 7], [2, 2, -2])).toEqual([3, -4, -4]);
    expect(apply2("modulo", "float64", [7, -7, 7], [2, 2, -2])).toEqual([1, 1, -1]);
  });

  it("raises to powers as C does", () => {
    expect(apply2("power", "float64", [2, 0, 1, -8, 1, -1], [10, 0, NaN, 1 / 3, Infinity, Infinity])).toEqual([
      1024,
      1,
      1,
      NaN,
      1,
      1,
    ]);
  });

  it("wraps integer arithmetic modulo 2^32", () => {
    expect(apply2("add", "int32", [2147483647], [1])).toEqual([-2147483648]);
    expect(apply2("subtract", "uint32", [0], [1])).toEqual([4294967295]);
    expect(apply2("multiply", "int32", [65537], [65537])).toEqual([131073]);
    expect(apply2("multiply", "uint32", [4294967295, 65536], [4294967295, 65536])).toEqual([1, 0]);
  });

  it("divides integers towards minus infinity, and by zero to zero", () => {
    expect(apply2("floorDivide", "int32", [7, -7, 7, -7, 5], [2, 2, -2, -2, 0])).toEqual([3, -4, -4, 3, 0]);
    expect(apply2("modulo", "int32", [7, -7, 7, -7, 5], [2, 2, -2, -2, 0])).toEqual([1, 1, -1, -1, 0]);
    expect(apply2("floorDivide", "int32", [-2147483648], [-1])).toEqual([-2147483648]);
    expect(apply2("floorDivide", "uint32", [4294967295, 1], [2, 0])).toEqual([2147483647, 0]);
  });

  it("lets NaN win in maximum and minimum", () => {
    expect(apply2("maximum", "float32", [NaN, 1, -0, -Infinity], [1, NaN, 0, 3])).toEqual([NaN, NaN, 0, 3]);
    expect(apply2("minimum", "float32", [NaN, 1, -0, -Infinity], [1, NaN, 0, 3])).toEqual([NaN, NaN, -0, -Infinity]);
    expect(apply2("maximum", "uint32", [4294967295], [1])).toEqual([4294967295]);
  });

  it("combines bits", () => {
    expect(apply2("and", "int32", [12], [10])).toEqual([8]);
    expect(apply2("or", "uint32", [2147483648], [1])).toEqual([2147483649]);
    expect(apply2("xor", "uint32", [4294967295], [1])).toEqual([4294967294]);
    expect(apply2("xor", "bool", [0, 0, 1, 1], [0, 1, 0, 1])).toEqual([0, 1, 1, 0]);
    expect(apply2("shiftLeft", "uint32", [1, 1], [31, 33])).toEqual([2147483648, 2]);
    expect(apply2("shiftRight", "int32", [-8], [1])).toEqual([-4]);
    expect(apply2("shiftRight", "uint32", [4294967288, 8], [1, 33])).toEqual([2147483644, 4]);
  });
});

describe("comparisons, choices and casts", () => {
  it("compares, false wherever NaN is but for notEqual", () => {
    const [x, y] = [
      [1, 2, 2, NaN, NaN, -0],
      [2, 1, 2, 1, NaN, 0],
    ];
    expect(compare2("less", "float32", x!, y!)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(compare2("lessEqual", "float32", x!, y!)).toEqual([1, 0, 1, 0, 0, 1]);
    expect(compare2("equal", "float32", x!, y!)).toEqual([0, 0, 1, 0, 0, 1]);
    expect(compare2("notEqual", "float32", x!, y!)).toEqual([1, 1, 0, 1, 1, 0]);
    expect(compare2("less", "uint32", [1], [4294967295])).toEqual([1]);
  });

  it("evaluates the chosen branch only", () => {
    const type: TensorType = { dtype: "float32", shape: [2] };
    const value = select(less(i, 2), load(0, type, [i]), 7);
    const kernel: Kernel = {
      shape: [4],
      inputs: [type],
      scalars: [],
      folds: [],
      outputs: [{ dtype: "float32", value }],
    };
    expect([...interpret(kernel, [vector("float32", [NaN, 1])])[0]!]).toEqual([NaN, 1, 7, 7]);
  });

  it("casts floats to integers with saturation", () => {
    const floats = [1.9, -1.9, NaN, Infinity, -Infinity, 3e9, -0.5];
    expect(elementwise("float64", [floats], (x) => cast(x!, "int32"))).toEqual([
      1, -1, 0, 2147483647, -2147483648, 2147483647, 0,
    ]);
    expect(elementwise("float64", [floats], (x) => cast(x!, "uint32"))).toEqual([
      1, 0, 0, 4294967295, 0, 3000000000, 0,
    ]);
    expect(elementwise("float32", [[0, -0, 0.5, NaN]], (x) => cast(x!, "bool"))).toEqual([0, 0, 1, 1]);
  });

  it("keeps the bits between integers and rounds to float32", () => {
    expect(elementwise("int32", [[-1]], (x) => cast(x!, "uint32"))).toEqual([4294967295]);
    expect(elementwise("uint32", [[4294967295]], (x) => cast(x!, "int32"))).toEqual([-1]);
    expect(elementwise("int32", [[16777217]], (x) => cast(x!, "float32"))).toEqual([16777216]);
    expect(elementwise("bool", [[0, 1]], (x) => cast(x!, "float32"))).toEqual([0, 1]);
  });
});

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
