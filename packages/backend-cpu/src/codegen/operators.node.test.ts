import {
  binary,
  createArray,
  evaluateBinary,
  index,
  load,
  unary,
  type Expression,
  type Kernel,
  type TensorType,
} from "@nn/backend";
import { expect, test } from "vitest";
import { runGenerated, sizeOf } from "./fixtures.ts";

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
].map(Math.fround);

/** Applies an operator to every float, as vectors (`lanes`) and as scalars: rows of three elements are too short for vectors. */
function apply(build: (x: Expression) => Expression, form: "vectors" | "scalars"): readonly number[] {
  const rows = Math.ceil(floats.length / 3);
  const [shape, stored] =
    form === "vectors"
      ? [[floats.length], [floats.length]]
      : [
          [rows, 3],
          [rows, 5],
        ];
  const type: TensorType = { dtype: "float32", shape: stored };
  const at = shape.map((_, axis) => index(axis));
  const value = build(load(0, type, at));
  const kernel: Kernel = {
    shape: shape,
    inputs: [type],
    scalars: [],
    folds: [],
    outputs: [{ dtype: value.dtype, value }],
  };
  const data = createArray("float32", sizeOf(stored));
  floats.forEach((x, position) => {
    data[form === "vectors" ? position : Math.floor(position / 3) * 5 + (position % 3)] = x;
  });
  const [results] = runGenerated(kernel, [data]);
  return floats.map((_, position) => results![position]!);
}

test("the maximum with a constant keeps NaN and makes -0 a 0", () => {
  for (const limit of [0, -0, 1, -1, -Infinity]) {
    apply((x) => binary("maximum", x, limit), "vectors").forEach((result, position) => {
      const x = floats[position]!;
      expect(result, `maximum(${x}, ${limit})`).toBe(evaluateBinary("maximum", "float32", x, limit) + 0);
    });
  }
});

test.each(["exp", "expm1", "log", "log1p", "tanh", "sigmoid", "erf"] as const)(
  "%s of a scalar has the same bits as of a lane",
  (operator) => {
    expect(apply((x) => unary(operator, x), "scalars")).toEqual(apply((x) => unary(operator, x), "vectors"));
  },
);
