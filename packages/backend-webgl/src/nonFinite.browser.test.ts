import {
  add,
  binary,
  compare,
  constant,
  evaluateBinary,
  evaluateCompare,
  evaluateUnary,
  foldIndex,
  folded,
  index,
  load,
  select,
  unary,
  type BinaryOperator,
  type CompareOperator,
  type Expression,
  type FoldOperator,
  type Kernel,
  type TensorType,
  type UnaryOperator,
} from "@nn/backend";
import { describe, expect, test } from "vitest";
import { device, elementwiseKernel, runBoth, runOn } from "./fixtures.ts";

const values = [NaN, Infinity, -Infinity, 0, 1, -1, 2 ** 120, -(2 ** 120)];
const pairs = values.flatMap((x) => values.map((y) => [x, y] as const));
const type: TensorType = { dtype: "float32", shape: [pairs.length] };
const data = [0, 1].map((side) => Float32Array.from(pairs, (pair) => pair[side]!));
const [x, y] = [load(0, type, [index(0)]), load(1, type, [index(0)])];

/** Computes something of every pair, and compares with what it should be. */
async function check(value: Expression, expected: (x: number, y: number) => number): Promise<void> {
  const [results] = await runOn(await device(), elementwiseKernel(type.shape, [type, type], value), data);
  const wanted = Float32Array.from(pairs, ([a, b]) => expected(a, b));
  const shown = (numbers: ArrayLike<number>): string[] => pairs.map(([a, b], at) => `${a}, ${b}: ${numbers[at]! + 0}`);
  expect(shown(results!)).toEqual(shown(wanted));
}

test("writing and reading keep every bit pattern", async () => {
  const bits = Uint32Array.of(0x7f800000, 0xff800000, 0x7fc00000, 0xffc00001, 0x7fffffff, 0x80000000, 1, 0x807fffff);
  const backend = await device();
  const buffer = backend.allocate("float32", bits.length);
  backend.write(buffer, new Float32Array(bits.buffer));
  const read = await backend.read(buffer);
  expect([...new Uint32Array(read.buffer, 0, bits.length)]).toEqual([...bits]);
  backend.free(buffer);
});

test("a kernel loads and stores them", () => check(x, (a) => a));

test("a kernel has them as constants, and outside of a tensor", async () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    const outside = load(0, type, [add(index(0), pairs.length)], value);
    for (const expression of [constant(value, "float32"), outside]) await check(expression, () => value);
  }
});

test.each<BinaryOperator>(["add", "subtract", "multiply", "divide", "maximum", "minimum"])("%s", (operator) =>
  check(binary(operator, x, y), (a, b) => evaluateBinary(operator, "float32", a, b)),
);

test.each<CompareOperator>(["less", "lessEqual", "equal", "notEqual"])(
  "%s, as a number and as a condition",
  async (operator) => {
    const condition = compare(operator, x, y);
    await check(select(condition, constant(1, "float32"), constant(0, "float32")), (a, b) =>
      Number(evaluateCompare(operator, a, b)),
    );
    await check(select(condition, x, y), (a, b) => (evaluateCompare(operator, a, b) ? a : b));
  },
);

test.each<UnaryOperator>([
  "negate",
  "absolute",
  "sign",
  "floor",
  "ceil",
  "round",
  "truncate",
  "squareRoot",
  "exp",
  "expm1",
  "log",
  "log1p",
  "tanh",
  "sigmoid",
  "erf",
  "atan",
])("%s", async (operator) => {
  const finite = (a: number): boolean => Number.isFinite(evaluateUnary(operator, "float64", a)) && Number.isFinite(a);
  const value = unary(operator, x);
  const [results] = await runOn(await device(), elementwiseKernel(type.shape, [type, type], value), data);
  pairs.forEach(([a], at) => {
    if (!finite(a)) expect(results![at]! + 0, `${operator} of ${a}`).toBe(evaluateUnary(operator, "float32", a) + 0);
  });
});

describe("folds", () => {
  test.each<FoldOperator>(["sum", "product", "max", "min", "argmax", "argmin"])("%s", async (operator) => {
    const rows: TensorType = { dtype: "float32", shape: [pairs.length, 2] };
    const dtype = operator.startsWith("arg") ? "int32" : "float32";
    const kernel: Kernel = {
      shape: [pairs.length],
      inputs: [rows],
      scalars: [],
      folds: [{ operator, extents: [2], dtype, body: load(0, rows, [index(0), foldIndex(0)]) }],
      outputs: [{ dtype, value: folded(0, dtype) }],
    };
    const { actual, expected } = await runBoth(kernel, [Float32Array.from(pairs.flat())]);
    const shown = (numbers: ArrayLike<number>): string[] =>
      pairs.map((pair, at) => `${pair.join()}: ${numbers[at]! + 0}`);
    expect(shown(actual[0]!)).toEqual(shown(expected[0]!));
  });
});

test("chains of choices, which compilers turn into minima and maxima", async () => {
  const upper = select(compare("less", constant(6, "float32"), x), 6, x);
  await check(select(compare("less", upper, constant(0, "float32")), 0, upper), (a) => (6 < a ? 6 : a < 0 ? 0 : a));
  await check(binary("minimum", 6, binary("maximum", x, 0)), (a) => Math.min(6, Math.max(a, 0)));
  await check(binary("maximum", 0, binary("minimum", 6, x)), (a) => Math.max(0, Math.min(6, a)));
});
