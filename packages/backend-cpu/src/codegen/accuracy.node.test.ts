import { constant, evaluateUnary, index, load, minimum, unary, type Kernel, type UnaryOperator } from "@nn/backend";
import { describe, expect, it } from "vitest";
import { runGenerated } from "./fixtures.ts";

/** Every so manieth pattern of bits is tried; a prime, so that all lengths of mantissas and all exponents occur. */
const stride = 997;
const [bits, floats] = [new Uint32Array(1), new Float32Array(1)];
const asFloat = new Float32Array(bits.buffer);
const asBits = new Uint32Array(floats.buffer);

/** Numbers at which something changes: zeros, subnormals, the ends of ranges, and both neighbours of each. */
const special = [
  0, 2 ** -149, 2 ** -126, 2 ** -25, 2 ** -24, 0.25, 0.5, Math.SQRT1_2, 1, Math.SQRT2, 2, 4, 9, 10, 16.635532, 17, 20,
  30, 87, 87.33654, 88, 88.72284, 89, 103.27893, 103.97208, 104, 2 ** 23, 2 ** 31, 3.4028234663852886e38, Infinity,
]; // prettier-ignore

const inputs = ((): Float32Array => {
  const sampled = Math.ceil(2 ** 32 / stride);
  const around = special.flatMap((value) => [value, -value].flatMap((center) => neighbours(Math.fround(center))));
  const values = new Float32Array(sampled + around.length + 1);
  const patterns = new Uint32Array(values.buffer);
  for (let position = 0; position < sampled; position++) patterns[position] = position * stride;
  values.set(around, sampled);
  values[values.length - 1] = NaN;
  return values;
})();

describe("in units in the last place, over all floats", () => {
  it.each<[UnaryOperator, number]>([
    ["exp", 2],
    ["expm1", 2],
    ["log", 2],
    ["log1p", 2],
    ["tanh", 3],
    ["sigmoid", 4],
    ["erf", 8],
  ])("%s errs by at most %d", (operator, bound) => {
    const shape = [inputs.length];
    const type = { dtype: "float32", shape } as const;
    const value = unary(operator, load(0, type, [index(0)]));
    const kernel: Kernel = { shape, inputs: [type], scalars: [], folds: [], outputs: [{ dtype: "float32", value }] };
    const [results] = runGenerated(kernel, [inputs]);
    let worst = { error: 0, at: 0 };
    inputs.forEach((x, position) => {
      const exact = evaluateUnary(operator, "float64", x);
      if (operator === "sigmoid" && exact < 2 ** -126) return;
      const error = errorOf(Number(results![position]), exact);
      if (error > worst.error) worst = { error, at: x };
    });
    expect(worst.error, `at ${worst.at}`).toBeLessThanOrEqual(bound);
  });

  it.each([0, -0, -0.75])("e^min(x, %d) has the bits of e^x up to there", (limit) => {
    const shape = [inputs.length];
    const type = { dtype: "float32", shape } as const;
    const x = load(0, type, [index(0)]);
    const values = [unary("exp", x), unary("exp", minimum(x, constant(limit, "float32")))];
    const outputs = values.map((value) => ({ dtype: "float32" as const, value }));
    const [whole, limited] = runGenerated({ shape, inputs: [type], scalars: [], folds: [], outputs }, [inputs]);
    const most = Math.fround(Math.exp(limit));
    inputs.forEach((value, position) => {
      const expected = value > limit ? most : whole![position];
      if (!Object.is(limited![position], expected)) expect.fail(`at ${value}: ${limited![position]}, not ${expected}`);
    });
  });

  it("gives 0 at most where sigmoid is subnormal", () => {
    const shape = [8];
    const type = { dtype: "float32", shape } as const;
    const value = unary("sigmoid", load(0, type, [index(0)]));
    const kernel: Kernel = { shape, inputs: [type], scalars: [], folds: [], outputs: [{ dtype: "float32", value }] };
    const [results] = runGenerated(kernel, [Float32Array.of(-87.4, -88, -90, -95, -100, -104, -1e9, -Infinity)]);
    for (const result of results!) {
      expect(Number(result)).toBeGreaterThanOrEqual(0);
      expect(Number(result)).toBeLessThan(2 ** -125);
    }
  });
});

/** How far `actual` is from `exact`, in distances between the floats around `exact`. */
function errorOf(actual: number, exact: number): number {
  const rounded = Math.fround(exact);
  if (Object.is(actual, rounded)) return 0;
  if (Number.isNaN(actual) || Number.isNaN(rounded)) return Infinity;
  if (actual === rounded) return Object.is(rounded, 0) ? Infinity : 0.5;
  // Infinity counts as the float that would come behind the largest.
  const beyond = (value: number): number => (Number.isFinite(value) ? value : Math.sign(value) * 2 ** 128);
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.min(Math.abs(exact), 2 ** 127))));
  return Math.abs(beyond(actual) - Math.min(Math.max(exact, -(2 ** 128)), 2 ** 128)) / 2 ** (exponent - 23);
}

function neighbours(center: number): number[] {
  floats[0] = center;
  const pattern = asBits[0]!;
  return [-1, 0, 1].map((step) => {
    bits[0] = pattern + step;
    return asFloat[0]!;
  });
}
