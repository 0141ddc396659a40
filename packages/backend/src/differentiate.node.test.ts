import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  binary,
  cast,
  constant,
  divide,
  index,
  less,
  load,
  maximum,
  minimum,
  modulo,
  multiply,
  power,
  select,
  subtract,
  unary,
} from "./build.ts";
import { differentiate } from "./differentiate.ts";
import type { Expression, UnaryOperator } from "./expression.ts";
import { interpret } from "./interpreter/interpret.ts";
import type { Kernel, TensorType } from "./kernel.ts";
import { printExpression } from "./print/printExpression.ts";

const type: TensorType = { dtype: "float64", shape: [1] };
const x = load(0, type, [index(0)]);
const y = load(1, type, [index(0)]);

function evaluate(value: Expression, xValue: number, yValue = 0): number {
  const inputs = [type, type];
  const kernel: Kernel = { shape: [1], inputs, scalars: [], folds: [], outputs: [{ dtype: "float64", value }] };
  return interpret(kernel, [Float64Array.of(xValue), Float64Array.of(yValue)])[0]![0]!;
}

const names = { inputs: ["x", "y"] };
const derivativeOf = (expression: Expression, input = 0): string =>
  printExpression(differentiate(expression, input), names).replaceAll("[i0]", "");

describe("differentiate: as small as one would write it", () => {
  const sigmoid = unary("sigmoid", x);
  it.each<[Expression, string]>([
    [x, "1"],
    [y, "0"],
    [constant(3, "float64"), "0"],
    [add(x, y), "1"],
    [subtract(y, x), "-1"],
    [multiply(x, y), "y"],
    [multiply(x, x), "x * 2"],
    [multiply(x, 0.5), "0.5"],
    [divide(x, y), "1 / y"],
    [divide(y, x), "-(y / x) / x"],
    [power(x, 2), "x * 2"],
    [power(x, 1), "1"],
    [power(x, 3), "power(x, 2) * 3"],
    [unary("negate", x), "-1"],
    [unary("absolute", x), "sign(x)"],
    [unary("squareRoot", x), "0.5 / sqrt(x)"],
    [unary("exp", x), "exp(x)"],
    [unary("exp", multiply(x, 3)), "exp(x * 3) * 3"],
    [unary("exp", unary("negate", x)), "-exp(-x)"],
    [unary("expm1", x), "exp(x)"],
    [unary("log", x), "1 / x"],
    [unary("log1p", x), "1 / (x + 1)"],
    [unary("sin", x), "cos(x)"],
    [unary("cos", x), "-sin(x)"],
    [unary("tan", x), "tan(x) * tan(x) + 1"],
    [unary("atan", x), "1 / (x * x + 1)"],
    [unary("tanh", x), "1 - tanh(x) * tanh(x)"],
    [sigmoid, "sigmoid(x) * (1 - sigmoid(x))"],
    [unary("erf", x), "exp(-(x * x)) * 1.1283791670955126"],
    [multiply(x, sigmoid), "sigmoid(x) + x * (sigmoid(x) * (1 - sigmoid(x)))"],
    [maximum(x, 0), "x < 0 ? 0 : (x == 0 ? 0.5 : 1)"],
    [maximum(y, 0), "0"],
    [minimum(x, y), "y < x ? 0 : (x == y ? 0.5 : 1)"],
    [maximum(x, x), "1"],
    [select(less(x, 0), multiply(x, 0.01), x), "x < 0 ? 0.01 : 1"],
    [select(less(x, 0), y, constant(1, "float64")), "0"],
    [modulo(x, y), "1"],
    [binary("floorDivide", x, y), "0"],
    [cast(cast(x, "float32"), "float64"), "1"],
    [cast(cast(x, "int32"), "float64"), "0"],
    [cast(index(0), "float64"), "0"],
  ])("%#", (expression, expected) => {
    expect(derivativeOf(expression)).toBe(expected);
  });

  it.each<UnaryOperator>(["sign", "floor", "ceil", "round", "truncate"])("%s moves in steps", (operator) => {
    expect(derivativeOf(unary(operator, x))).toBe("0");
  });

  it("differentiates with respect to the other input", () => {
    expect(derivativeOf(power(x, y), 1)).toBe("x == 0 & 0 <= y ? 0 : power(x, y) * log(x)");
    expect(derivativeOf(modulo(x, y), 1)).toBe("-(x // y)");
    expect(derivativeOf(maximum(x, y), 1)).toBe("x < y ? 1 : (x == y ? 0.5 : 0)");
  });

  it("has the expression's type", () => {
    const x32 = load(0, { dtype: "float32", shape: [1] }, [index(0)]);
    expect(differentiate(unary("tanh", x32), 0).dtype).toBe("float32");
    expect(differentiate(cast(x32, "float64"), 0)).toEqual(constant(1, "float64"));
  });

  it("refuses what has no derivative", () => {
    expect(() => differentiate(index(0), 0)).toThrow("differentiate: expected a float expression, got int32");
  });
});

describe("differentiate: where terms could be NaN", () => {
  it("gives 0 for powers at their limits", () => {
    expect(evaluate(differentiate(power(x, y), 0), 0, 0)).toBe(0);
    expect(evaluate(differentiate(power(x, y), 1), 0, 2)).toBe(0);
    expect(evaluate(differentiate(power(x, 2), 0), 0)).toBe(0);
  });

  it("splits ties of maximum and minimum", () => {
    const both = maximum(multiply(x, 2), multiply(x, 4));
    expect([-1, 0, 1].map((at) => evaluate(differentiate(both, 0), at))).toEqual([2, 3, 4]);
    const lower = minimum(multiply(x, 2), multiply(x, 4));
    expect([-1, 0, 1].map((at) => evaluate(differentiate(lower, 0), at))).toEqual([4, 3, 2]);
  });
});

describe("differentiate: against central differences", () => {
  /** Compositions of smooth operators that stay finite and moderate for arguments within [-2, 2]. */
  const { smooth } = fc.letrec<{ smooth: Expression }>((tie) => {
    const one = (build: (a: Expression) => Expression) => tie("smooth").map(build);
    const two = (build: (a: Expression, b: Expression) => Expression) =>
      fc.tuple(tie("smooth"), tie("smooth")).map(([a, b]) => build(a, b));
    const bounded = (a: Expression): Expression => unary("tanh", a);
    const positive = (a: Expression): Expression => add(multiply(a, a), 1);
    return {
      smooth: fc.oneof(
        { maxDepth: 3, depthIdentifier: "smooth" },
        fc.constantFrom(x, y, constant(1.5, "float64")),
        ...(["sin", "cos", "atan", "tanh", "sigmoid", "erf", "negate"] as const).map((f) => one((a) => unary(f, a))),
        ...(["exp", "expm1", "tan"] as const).map((f) => one((a) => unary(f, bounded(a)))),
        ...(["squareRoot", "log", "log1p"] as const).map((f) => one((a) => unary(f, positive(a)))),
        ...(["add", "subtract", "multiply"] as const).map((f) => two((a, b) => binary(f, bounded(a), b))),
        two((a, b) => divide(a, positive(b))),
        two((a, b) => power(positive(bounded(a)), bounded(b))),
        two((a, b) => select(less(x, 3), a, b)),
      ),
    };
  });

  it.each([0, 1])("for input %s", (input) => {
    const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(smooth, coordinate, coordinate, (expression, xValue, yValue) => {
        const step = 1e-5;
        const at = (offset: number): number =>
          input === 0 ? evaluate(expression, xValue + offset, yValue) : evaluate(expression, xValue, yValue + offset);
        const expected = (at(step) - at(-step)) / (2 * step);
        const actual = evaluate(differentiate(expression, input), xValue, yValue);
        expect(Math.abs(actual - expected)).toBeLessThanOrEqual(
          1e-5 * Math.max(1, Math.abs(expected), Math.abs(at(0))),
        );
      }),
      { numRuns: 300 },
    );
  });
});
