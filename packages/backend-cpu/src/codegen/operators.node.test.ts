import {
  binary,
  cast,
  compare,
  createArray,
  evaluateBinary,
  evaluateCast,
  evaluateCompare,
  evaluateUnary,
  index,
  load,
  unary,
  type BinaryOperator,
  type CompareOperator,
  type DType,
  type Expression,
  type Kernel,
  type TensorType,
  type TypedArray,
  type UnaryOperator,
} from "@nn/backend";
import { describe, expect, test } from "vitest";
import { runGenerated } from "./fixtures.ts";

const floats = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  3.7,
  -3.7,
  1e-40,
  -1e-40,
  1e-8,
  16777217,
  2147483648,
  -2147483649,
  4294967296,
  1e10,
  -1e10,
  3.4e38,
  -3.4e38,
  Infinity,
  -Infinity,
  NaN,
  7,
  -7,
  2,
  3,
];
const integers = [0, 1, -1, 2, -2, 3, 7, -7, 8, 31, 32, 33, 100, -100, 65536, 2147483647, -2147483648];
const samples: { readonly [D in "float32" | "int32" | "uint32" | "bool"]: readonly number[] } = {
  float32: floats.map(Math.fround),
  int32: integers,
  uint32: integers.map((value) => value >>> 0),
  bool: [0, 1],
};
type Kind = keyof typeof samples;

/**
 * Applies an operator to every pair of values, as vectors (`lanes`) and as scalars: rows of three elements are too
 * short for vectors.
 */
function apply(
  from: Kind,
  build: (x: Expression, y: Expression) => Expression,
  form: "vectors" | "scalars",
): { x: number; y: number; result: number }[] {
  const pairs = samples[from].flatMap((x) => samples[from].map((y) => ({ x, y })));
  const length = form === "vectors" ? pairs.length : Math.ceil(pairs.length / 3);
  const shape = form === "vectors" ? [length] : [length, 3];
  const padded = form === "vectors" ? shape : [length, 5];
  const type: TensorType = { dtype: from, shape: padded };
  const at = shape.map((_, axis) => index(axis));
  const value = build(load(0, type, at), load(1, type, at));
  const kernel: Kernel = {
    shape,
    inputs: [type, type],
    scalars: [],
    folds: [],
    outputs: [{ dtype: value.dtype, value }],
  };
  const place = (position: number): number =>
    form === "vectors" ? position : Math.floor(position / 3) * 5 + (position % 3);
  const data = (["x", "y"] as const).map((name) => {
    const array: TypedArray = createArray(
      from,
      padded.reduce((product, size) => product * size, 1),
    );
    pairs.forEach((pair, position) => (array[place(position)] = pair[name]));
    return array;
  });
  const [results] = runGenerated(kernel, data);
  return pairs.map((pair, position) => ({ ...pair, result: results![position]! }));
}

const unaries: { readonly [D in Kind]: readonly UnaryOperator[] } = {
  float32: [
    "negate",
    "absolute",
    "sign",
    "floor",
    "ceil",
    "round",
    "truncate",
    "squareRoot",
    "sin",
    "cos",
    "tan",
    "atan",
  ],
  int32: ["negate", "absolute", "sign", "not"],
  uint32: ["negate", "absolute", "sign", "not"],
  bool: ["not"],
};
const arithmetic: readonly BinaryOperator[] = [
  "add",
  "subtract",
  "multiply",
  "floorDivide",
  "modulo",
  "maximum",
  "minimum",
];
const bits: readonly BinaryOperator[] = ["and", "or", "xor"];
const binaries: { readonly [D in Kind]: readonly BinaryOperator[] } = {
  float32: [...arithmetic, "divide", "power"],
  int32: [...arithmetic, ...bits, "shiftLeft", "shiftRight"],
  uint32: [...arithmetic, ...bits, "shiftLeft", "shiftRight"],
  bool: bits,
};
const comparisons: readonly CompareOperator[] = ["less", "lessEqual", "equal", "notEqual"];
const kinds: readonly Kind[] = ["float32", "int32", "uint32", "bool"];

describe.each(["vectors", "scalars"] as const)("operators on awkward values, as %s", (form) => {
  test.each(kinds.flatMap((dtype) => unaries[dtype].map((operator) => [operator, dtype] as const)))(
    "%s of %s",
    (operator, dtype) => {
      for (const { x, result } of apply(dtype, (operand) => unary(operator, operand), form)) {
        expect(result, `${operator}(${x})`).toBe(evaluateUnary(operator, dtype, x));
      }
    },
  );

  test.each(kinds.flatMap((dtype) => binaries[dtype].map((operator) => [operator, dtype] as const)))(
    "%s of %s",
    (operator, dtype) => {
      for (const { x, y, result } of apply(dtype, (left, right) => binary(operator, left, right), form)) {
        // The maximum of two negative zeros is a positive one here.
        const positive = operator === "maximum" ? 0 : -0;
        expect(result, `${operator}(${x}, ${y})`).toBe(evaluateBinary(operator, dtype, x, y) + positive);
      }
    },
  );

  test.each(kinds.flatMap((dtype) => comparisons.map((operator) => [operator, dtype] as const)))(
    "%s of %s",
    (operator, dtype) => {
      for (const { x, y, result } of apply(dtype, (left, right) => compare(operator, left, right), form)) {
        expect(result, `${operator}(${x}, ${y})`).toBe(Number(evaluateCompare(operator, x, y)));
      }
    },
  );

  test.each(kinds.flatMap((from) => kinds.map((to) => [from, to] as const)))("%s as %s", (from, to) => {
    for (const { x, result } of apply(from, (operand) => cast(operand, to), form)) {
      expect(result, `${x} as ${to}`).toBe(evaluateCast(from, to, x));
    }
  });
});

test("division of integers by constants of either kind", () => {
  for (const divisor of [1, 2, 3, 7, 8, -1, -2, -3, 0, 2147483647, -2147483648]) {
    for (const operator of ["floorDivide", "modulo"] as const) {
      for (const form of ["vectors", "scalars"] as const) {
        for (const { x, result } of apply("int32", (left) => binary(operator, left, divisor), form)) {
          expect(result, `${operator}(${x}, ${divisor})`).toBe(evaluateBinary(operator, "int32", x, divisor));
        }
      }
    }
  }
});

test("the maximum with a constant keeps NaN and makes -0 a 0", () => {
  for (const limit of [0, -0, 1, -1, -Infinity]) {
    for (const { x, result } of apply("float32", (left) => binary("maximum", left, limit), "vectors")) {
      expect(result, `maximum(${x}, ${limit})`).toBe(evaluateBinary("maximum", "float32", x, limit) + 0);
    }
  }
});

/** The distance of two floats in units of the last place of the exact one. */
function unitsBetween(actual: number, exact: number): number {
  if (actual === Math.fround(exact) || (Number.isNaN(actual) && Number.isNaN(exact))) return 0;
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(exact))));
  return Math.abs(actual - exact) / 2 ** (exponent - 23);
}

describe("functions computed by polynomials", () => {
  const limits: [UnaryOperator, number][] = [
    ["exp", 2],
    ["expm1", 2],
    ["log", 2],
    ["log1p", 2],
    ["tanh", 3],
    ["sigmoid", 4],
    ["erf", 8],
  ];

  test.each(limits)("%s is within %d units in the last place", (operator, limit) => {
    const count = 100_000;
    const x = new Float32Array(count);
    const raw = new Int32Array(x.buffer);
    for (let at = 0; at < count; at++) {
      if (at % 2) x[at] = (at / count - 0.5) * (at % 4 === 1 ? 20 : 170);
      else raw[at] = Math.imul(at, 0x9e3779b1);
    }
    floats.forEach((value, at) => (x[at] = value));
    const type: TensorType = { dtype: "float32", shape: [count] };
    const value = unary(operator, load(0, type, [index(0)]));
    const kernel: Kernel = {
      shape: [count],
      inputs: [type],
      scalars: [],
      folds: [],
      outputs: [{ dtype: "float32", value }],
    };
    const [results] = runGenerated(kernel, [x]);
    let worst = 0;
    for (let at = 0; at < count; at++) {
      const exact = evaluateUnary(operator, "float64" satisfies DType, x[at]!);
      // Below this a sigmoid is subnormal, and may be 0.
      if (operator === "sigmoid" && x[at]! < -87.3) {
        expect(results![at]).toBeLessThan(2e-38);
      } else worst = Math.max(worst, unitsBetween(results![at]!, exact));
    }
    expect(worst).toBeLessThan(limit);
  });

  test("a scalar has the same bits as a lane", () => {
    for (const [operator] of limits) {
      const vectors = apply("float32", (x) => unary(operator, x), "vectors");
      const scalars = apply("float32", (x) => unary(operator, x), "scalars");
      expect(scalars).toEqual(vectors);
    }
  });
});
