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
  type TensorType,
  type TypedArray,
  type UnaryOperator,
} from "@nn/backend";
import { describe, expect, test } from "vitest";
import { device, elementwiseKernel, runOn } from "./fixtures.ts";

const floats = [
  0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  3.7,
  -3.7,
  1e-8,
  16777217,
  1e6,
  -1e6,
  2147483648,
  -2147483649,
  4294967296,
  1e10,
  -1e10,
  3e38,
  -3e38,
  Infinity,
  -Infinity,
  NaN,
  7,
  -7,
  2,
  3,
];
const integers = [0, 1, -1, 2, -2, 3, 7, -7, 8, 31, 32, 33, 100, -100, 65536, 2147483647, -2147483648];
const samples = {
  float32: floats.map(Math.fround),
  int32: integers,
  uint32: integers.map((value) => value >>> 0),
  bool: [0, 1],
};
type Kind = keyof typeof samples;
const kinds: readonly Kind[] = ["float32", "int32", "uint32", "bool"];

interface Case {
  readonly x: number;
  readonly y: number;
  readonly result: number;
}

/** Applies an operator to every pair of values. */
async function apply(from: Kind, build: (x: Expression, y: Expression) => Expression): Promise<Case[]> {
  const pairs = samples[from].flatMap((x) => samples[from].map((y) => ({ x, y })));
  const type: TensorType = { dtype: from, shape: [pairs.length] };
  const value = build(load(0, type, [index(0)]), load(1, type, [index(0)]));
  const data = (["x", "y"] as const).map((name) => {
    const array: TypedArray = createArray(from, pairs.length);
    pairs.forEach((pair, position) => (array[position] = pair[name]));
    return array;
  });
  const [results] = await runOn(await device(), elementwiseKernel(type.shape, [type, type], value), data);
  return pairs.map((pair, position) => ({ ...pair, result: results![position]! }));
}

/** Floats may differ in their last bits, and subnormal ones may be 0. */
function check(what: string, actual: number, expected: number): void {
  if (Object.is(actual, expected) || actual === expected) return;
  expect(Math.abs(actual - expected), what).toBeLessThanOrEqual(1.2e-38 + 2e-6 * Math.abs(expected));
}

const unaries: { readonly [D in Kind]: readonly UnaryOperator[] } = {
  float32: ["negate", "absolute", "sign", "floor", "ceil", "round", "truncate", "squareRoot", "atan"],
  int32: ["negate", "absolute", "sign", "not"],
  uint32: ["negate", "absolute", "sign", "not"],
  bool: ["not"],
};
const arithmetic: readonly BinaryOperator[] = ["add", "subtract", "multiply", "maximum", "minimum"];
const whole: readonly BinaryOperator[] = ["floorDivide", "modulo", "and", "or", "xor", "shiftLeft", "shiftRight"];
const binaries: { readonly [D in Kind]: readonly BinaryOperator[] } = {
  float32: [...arithmetic, "divide"],
  int32: [...arithmetic, ...whole],
  uint32: [...arithmetic, ...whole],
  bool: ["and", "or", "xor"],
};
const comparisons: readonly CompareOperator[] = ["less", "lessEqual", "equal", "notEqual"];

describe("operators on awkward values", () => {
  test.each(kinds.flatMap((dtype) => unaries[dtype].map((operator) => [operator, dtype] as const)))(
    "%s of %s",
    async (operator, dtype) => {
      for (const { x, result } of await apply(dtype, (operand) => unary(operator, operand))) {
        check(`${operator}(${x})`, result, evaluateUnary(operator, dtype, x));
      }
    },
  );

  test.each(kinds.flatMap((dtype) => binaries[dtype].map((operator) => [operator, dtype] as const)))(
    "%s of %s",
    async (operator, dtype) => {
      for (const { x, y, result } of await apply(dtype, (left, right) => binary(operator, left, right))) {
        check(`${operator}(${x}, ${y})`, result, evaluateBinary(operator, dtype, x, y));
      }
    },
  );

  test.each(kinds.flatMap((dtype) => comparisons.map((operator) => [operator, dtype] as const)))(
    "%s of %s",
    async (operator, dtype) => {
      for (const { x, y, result } of await apply(dtype, (left, right) => compare(operator, left, right))) {
        expect(result, `${operator}(${x}, ${y})`).toBe(Number(evaluateCompare(operator, x, y)));
      }
    },
  );

  test.each(kinds.flatMap((from) => kinds.map((to) => [from, to] as const)))("%s as %s", async (from, to) => {
    for (const { x, result } of await apply(from, (operand) => cast(operand, to))) {
      check(`${x} as ${to}`, result, evaluateCast(from, to, x));
    }
  });

  test("quotients and remainders of floats whose product is exact", async () => {
    const isExact = ({ x, y }: Case): boolean => Math.abs(x) < 2 ** 22 && x % 0.5 === 0 && y % 0.5 === 0;
    for (const operator of ["floorDivide", "modulo"] as const) {
      const cases = await apply("float32", (left, right) => binary(operator, left, right));
      for (const { x, y, result } of cases.filter(isExact)) {
        check(`${operator}(${x}, ${y})`, result, evaluateBinary(operator, "float32", x, y));
      }
    }
  });

  test("powers", async () => {
    for (const { x, y, result } of await apply("float32", (left, right) => binary("power", left, right))) {
      const expected = evaluateBinary("power", "float32", x, y);
      if (Number.isFinite(expected) && Math.abs(expected) > 1e-37) {
        expect(Math.abs(result - expected), `${x} ** ${y}`).toBeLessThanOrEqual(2e-5 * Math.abs(expected));
      } else if (!Number.isFinite(expected)) expect(result, `${x} ** ${y}`).toBe(expected);
    }
  });
});

describe("functions computed by polynomials", () => {
  const limits: readonly (readonly [UnaryOperator, number, number])[] = [
    ["exp", 80, 3e-7],
    ["expm1", 80, 3e-7],
    ["log", 80, 3e-7],
    ["log1p", 80, 3e-7],
    ["sin", 100, 3e-7],
    ["cos", 100, 3e-7],
    ["atan", 80, 3e-7],
    ["tanh", 12, 5e-7],
    ["sigmoid", 80, 5e-7],
    ["erf", 5, 1e-6],
  ];

  test.each(limits)("%s up to %d, with a relative error of at most %d", async (operator, reach, limit) => {
    const count = 4096;
    const x = Float32Array.from({ length: count }, (_, at) => {
      const value = (at / count - 0.5) * 2 * (at % 2 ? reach : reach / 1000);
      return operator === "log" || operator === "log1p" ? Math.abs(value) + 1e-6 : value;
    });
    const type: TensorType = { dtype: "float32", shape: [count] };
    const value = unary(operator, load(0, type, [index(0)]));
    const [results] = await runOn(await device(), elementwiseKernel([count], [type], value), [x]);
    const scale = operator === "sin" || operator === "cos" ? 1 : 0;
    let worst = 0;
    x.forEach((argument, at) => {
      const exact = evaluateUnary(operator, "float64" satisfies DType, argument);
      worst = Math.max(worst, Math.abs(results![at]! - exact) / Math.max(scale, Math.abs(exact), 1e-30));
    });
    expect(worst).toBeLessThan(limit);
  });
});
