import { describe, expect, it } from "vitest";
import {
  add,
  constant,
  divide,
  foldIndex,
  folded,
  index,
  less,
  load,
  maximum,
  multiply,
  scalar,
  select,
  subtract,
  unary,
} from "../build.ts";
import type { Expression } from "../expression.ts";
import type { Fold, Kernel, TensorType } from "../kernel.ts";
import { printKernel } from "./printKernel.ts";

const image: TensorType = { dtype: "float32", shape: [1, 3, 4, 4] };
const matrix: TensorType = { dtype: "float32", shape: [2, 3] };
const [n, c, i, j] = [index(0), index(1), index(2), index(3)];
const [u, v] = [foldIndex(0), foldIndex(1)];

function kernel(type: TensorType, folds: readonly Fold[], ...values: readonly Expression[]): Kernel {
  const outputs = values.map((value) => ({ dtype: value.dtype, value }));
  return { shape: type.shape, inputs: [type, type], scalars: ["float32"], folds, outputs };
}

function fold(operator: Fold["operator"], extents: readonly number[], body: Expression): Fold {
  return { operator, extents, dtype: body.dtype, body };
}

describe("printKernel", () => {
  it("prints a max pooling on one line", () => {
    const body = load(0, image, [n, c, add(multiply(i, 2), u), add(multiply(j, 2), v)]);
    expect(printKernel(kernel(image, [fold("max", [2, 2], body)], folded(0, "float32")))).toBe(
      "out0[n,c,i,j] = max over (u<2, v<2) of x0[n, c, 2*i + u, 2*j + v]",
    );
  });

  it("shows what a guarded load gives outside", () => {
    const body = load(0, image, [n, c, subtract(add(multiply(i, 2), u), 1), j], -Infinity);
    expect(printKernel(kernel(image, [fold("max", [3], body)], folded(0, "float32")))).toBe(
      "out0[n,c,i,j] = max over (u<3) of x0[n, c, 2*i + u - 1, j] (outside: -inf)",
    );
  });

  it("names a fold that is a part of its output", () => {
    const mean = divide(folded(0, "float32"), constant(3, "float32"));
    expect(printKernel(kernel(matrix, [fold("sum", [3], load(0, matrix, [n, u]))], mean))).toBe(
      ["r0 = sum over (u<3) of x0[i, u]", "out0[i,j] = r0 / 3"].join("\n"),
    );
  });

  it("names a fold that two outputs use", () => {
    const sum = folded(0, "float32");
    expect(printKernel(kernel(matrix, [fold("sum", [3], load(0, matrix, [n, u]))], sum, sum))).toBe(
      ["r0 = sum over (u<3) of x0[i, u]", "out0[i,j] = r0", "out1[i,j] = r0"].join("\n"),
    );
  });

  it("prints a repeated subexpression once", () => {
    const logistic = unary("sigmoid", multiply(load(0, matrix, [n, c]), scalar(0, "float32")));
    const derivative = multiply(logistic, subtract(constant(1, "float32"), logistic));
    expect(printKernel(kernel(matrix, [], logistic, derivative))).toBe(
      ["t0 = sigmoid(x0[i, j] * s0)", "out0[i,j] = t0", "out1[i,j] = t0 * (1 - t0)"].join("\n"),
    );
  });

  it("keeps what a fold's body repeats beside the fold", () => {
    const distance = subtract(load(0, matrix, [n, u]), load(1, matrix, [c, u]));
    const square = multiply(distance, distance);
    expect(printKernel(kernel(matrix, [fold("sum", [3], square)], folded(0, "float32")))).toBe(
      ["out0[i,j] = sum over (u<3) of t0 * t0", "  where t0 = x0[i, u] - x1[j, u]"].join("\n"),
    );
  });

  it("prints a softmax: folds in order, the second using the first", () => {
    const shifted = (at: Expression): Expression =>
      unary("exp", subtract(load(0, matrix, [n, at]), folded(0, "float32")));
    const folds = [fold("max", [3], load(0, matrix, [n, u])), fold("sum", [3], shifted(u))];
    expect(printKernel(kernel(matrix, folds, divide(shifted(c), folded(1, "float32"))))).toBe(
      [
        "r0 = max over (u<3) of x0[i, u]",
        "r1 = sum over (u<3) of exp(x0[i, u] - r0)",
        "out0[i,j] = exp(x0[i, j] - r0) / r1",
      ].join("\n"),
    );
  });

  it("takes names for tensors, scalars and axes", () => {
    const value = maximum(multiply(load(0, matrix, [n, c]), scalar(0, "float32")), load(1, matrix, [n, c]));
    const names = { inputs: ["x", "floor"], outputs: ["y"], scalars: ["rate"], axes: ["row", "column"] };
    expect(printKernel(kernel(matrix, [], value), names)).toBe(
      "y[row,column] = max(x[row, column] * rate, floor[row, column])",
    );
  });

  it("chooses letters by the rank", () => {
    const nothing = constant(0, "float32");
    const heads = [0, 1, 2, 3, 5, 6].map((rank) => {
      const type: TensorType = { dtype: "float32", shape: Array.from({ length: rank }, () => 1) };
      return printKernel(kernel(type, [], nothing)).split(" = ")[0];
    });
    expect(heads).toEqual([
      "out0[]",
      "out0[i]",
      "out0[i,j]",
      "out0[n,c,i]",
      "out0[n,c,i,j,k]",
      "out0[i0,i1,i2,i3,i4,i5]",
    ]);
  });

  it("prints a guarded choice", () => {
    const x = load(0, matrix, [n, c]);
    expect(printKernel(kernel(matrix, [], select(less(x, 0), multiply(x, 0.01), x)))).toBe(
      "out0[i,j] = x0[i, j] < 0 ? x0[i, j] * 0.01 : x0[i, j]",
    );
  });
});
