import {
  binary,
  evaluateBinary,
  evaluateUnary,
  index,
  load,
  unary,
  type BinaryOperator,
  type Expression,
  type TensorType,
  type UnaryOperator,
} from "@nn/backend";
import { expect, test } from "vitest";
import { device, elementwiseKernel, runOn } from "../fixtures.ts";
import { bounds, errorOf, type Bound } from "./fixtures.ts";

const count = 65536;
const type: TensorType = { dtype: "float32", shape: [count] };
const [first, second] = [load(0, type, [index(0)]), load(1, type, [index(0)])];

test.each(bounds.map((bound) => [bound.operator, bound.range.text, bound] as const))("%s, %s", async (_, __, bound) => {
  const { range, unit } = bound;
  const x = sample(range.x, range.positive ? "positive" : "either", 1);
  const y = sample(range.y ?? [1, 2], "either", 2);
  const inputs = range.y ? [x, y] : [x];
  const types = inputs.map(() => type);
  const [results] = await runOn(await device(), elementwiseKernel([count], types, expressionOf(bound)), inputs);
  let [worst, at, checked] = [0, 0, 0];
  results!.forEach((result, position) => {
    const exact = exactly(bound, x[position]!, y[position]!);
    // Nothing is stated of results that are no normal numbers of float32.
    if (!(Math.abs(exact) >= 2 ** -126 && Math.abs(exact) < 2 ** 128 - 2 ** 103)) return;
    checked++;
    const error = errorOf(result, exact, unit);
    if (!(error <= worst)) [worst, at] = [error, position];
  });
  expect(checked).toBeGreaterThan(count / 8);
  expect(worst, `${unit} at ${x[at]}, ${y[at]}`).toBeLessThanOrEqual(bound.bound);
});

function isUnary(operator: Bound["operator"]): operator is UnaryOperator {
  return !["add", "multiply", "divide", "power"].includes(operator);
}

function expressionOf({ operator }: Bound): Expression {
  return isUnary(operator) ? unary(operator, first) : binary(operator satisfies BinaryOperator, first, second);
}

function exactly({ operator }: Bound, x: number, y: number): number {
  return isUnary(operator) ? evaluateUnary(operator, "float64", x) : evaluateBinary(operator, "float64", x, y);
}

/** Floats evenly spread over the bit patterns between two sizes: half of them over all, half over the upper 8 octaves. */
function sample([from, to]: readonly [number, number], sign: "either" | "positive", seed: number): Float32Array {
  const bitsOf = (size: number): number => new Int32Array(Float32Array.of(size).buffer)[0]!;
  const [low, high] = [bitsOf(from), bitsOf(to)];
  const upper = Math.max(low, high - 8 * 2 ** 23);
  let state = seed;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const bits = Int32Array.from({ length: count }, (_, at) => {
    const start = at % 2 === 0 ? low : upper;
    return Math.floor(start + next() * (high - start)) | (sign === "either" && at % 4 < 2 ? 2 ** 31 : 0);
  });
  return new Float32Array(bits.buffer);
}
