import { describe, expect, it } from "vitest";
import { add, binary, cast, compare, constant, index, less, load, scalar, select, unary } from "../build.ts";
import { createArray, type DType, type TypedArray } from "../dtype.ts";
import type { BinaryOperator, CompareOperator, Expression, UnaryOperator } from "../expression.ts";
import type { Kernel, TensorType } from "../kernel.ts";
import { validateKernel } from "../validateKernel.ts";
import { interpret } from "./interpret.ts";

const i = index(0);

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
  elementwise(dtype, [x], (a) => unary(operator, a));
const apply2 = (operator: BinaryOperator, dtype: DType, x: number[], y: number[]): number[] =>
  elementwise(dtype, [x, y], (a, b) => binary(operator, a, b));
const compare2 = (operator: CompareOperator, dtype: DType, x: number[], y: number[]): number[] =>
  elementwise(dtype, [x, y], (a, b) => compare(operator, a, b));

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
    expect(apply1("round", "float64", [0.49999999999999994, 2251799813685249.5, -Infinity, NaN])).toEqual([
      0,
      2251799813685250,
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
    const twice = elementwise("float32", [[16777216]], (x) => add(add(x, 1), 1));
    expect(twice).toEqual([16777216]);
    expect(apply2("multiply", "float32", [1e30], [1e30])).toEqual([Infinity]);
    expect(apply2("subtract", "float32", [Infinity, 0], [Infinity, 0])).toEqual([NaN, 0]);
  });

  it("rounds float32 constants and scalars before they are used", () => {
    const widened = (operand: Expression): Expression => ({ kind: "cast", dtype: "float64", operand });
    const values = [constant(0.1, "float32"), scalar(0, "float32")].map(widened);
    const outputs = values.map((value) => ({ dtype: "float64" as const, value }));
    const kernel: Kernel = { shape: [], inputs: [], scalars: ["float32"], folds: [], outputs };
    expect(interpret(kernel, [], [0.1]).map(([value]) => value)).toEqual([Math.fround(0.1), Math.fround(0.1)]);
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
    expect(compare2("less", "float32", x, y)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(compare2("lessEqual", "float32", x, y)).toEqual([1, 0, 1, 0, 0, 1]);
    expect(compare2("equal", "float32", x, y)).toEqual([0, 0, 1, 0, 0, 1]);
    expect(compare2("notEqual", "float32", x, y)).toEqual([1, 1, 0, 1, 1, 0]);
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
    expect(elementwise("float64", [floats], (x) => cast(x, "int32"))).toEqual([
      1, -1, 0, 2147483647, -2147483648, 2147483647, 0,
    ]);
    expect(elementwise("float64", [floats], (x) => cast(x, "uint32"))).toEqual([1, 0, 0, 4294967295, 0, 3000000000, 0]);
    expect(elementwise("float32", [[0, -0, 0.5, NaN]], (x) => cast(x, "bool"))).toEqual([0, 0, 1, 1]);
  });

  it("keeps the bits between integers and rounds to float32", () => {
    expect(elementwise("int32", [[-1]], (x) => cast(x, "uint32"))).toEqual([4294967295]);
    expect(elementwise("uint32", [[4294967295]], (x) => cast(x, "int32"))).toEqual([-1]);
    expect(elementwise("int32", [[16777217]], (x) => cast(x, "float32"))).toEqual([16777216]);
    expect(elementwise("bool", [[0, 1]], (x) => cast(x, "float32"))).toEqual([0, 1]);
  });
});
