import { add, foldIndex, index, interpret, multiply, type Expression, type Kernel } from "@nn/backend";
import { expect, it } from "vitest";
import { joinAxes } from "./joinAxes.ts";

it("makes one axis of those that all loads treat as one", () => {
  expect(joinAxes(kernelOf([2, 3, 4, 5], load([2, 3, 4, 5], [0, 1, 2, 3]))).shape).toEqual([120]);
  expect(joinAxes(kernelOf([2, 3, 4, 5], load([3], [1]))).shape).toEqual([2, 3, 20]);
  expect(joinAxes(kernelOf([2, 1, 4, 5], load([4, 5], [2, 3]))).shape).toEqual([2, 20]);
});

it("joins the rows of all images where windows fill them", () => {
  const rows = add(multiply(index(1), 2), foldIndex(0));
  const columns = add(multiply(index(2), 2), foldIndex(1));
  const joined = joinAxes(pooling([index(0), rows, columns]));
  expect(joined.shape).toEqual([12, 4]);
  expect(joined.inputs[0]!.shape).toEqual([192]);
});

it("keeps rows apart where some lie outside", () => {
  const rows = add(add(multiply(index(1), 2), foldIndex(0)), -1);
  const columns = add(multiply(index(2), 2), foldIndex(1));
  const joined = joinAxes(pooling([index(0), rows, columns], -Infinity));
  expect(joined.shape).toEqual([3, 4, 4]);
  expect(joined.folds[0]!.body.kind).toBe("select");
});

it("keeps what lies outside on each side", () => {
  const data = [Float32Array.from({ length: 192 }, (_, at) => -1 - at)];
  for (const [row, column] of [
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
  ] as const) {
    const rows = add(add(multiply(index(1), 2), foldIndex(0)), row);
    const columns = add(add(multiply(index(2), 2), foldIndex(1)), column);
    const kernel = pooling([index(0), rows, columns], 0);
    expect(interpret(joinAxes(kernel), data)).toEqual(interpret(kernel, data));
  }
});

const outer = { dtype: "float32", kind: "load", input: 0 } as const;

function load(shape: readonly number[], axes: readonly number[]): { value: Expression; shape: readonly number[] } {
  return { value: { ...outer, coordinates: axes.map((axis) => index(axis)) }, shape };
}

function kernelOf(
  shape: readonly number[],
  { value, shape: input }: { readonly value: Expression; readonly shape: readonly number[] },
): Kernel {
  return {
    shape,
    inputs: [{ dtype: "float32", shape: input }],
    scalars: [],
    folds: [],
    outputs: [{ dtype: "float32", value }],
  };
}

function pooling(coordinates: readonly Expression[], outside?: number): Kernel {
  const body: Expression = { ...outer, coordinates, ...(outside === undefined ? {} : { outside }) };
  return {
    shape: [3, 4, 4],
    inputs: [{ dtype: "float32", shape: [3, 8, 8] }],
    scalars: [],
    folds: [{ operator: "max", extents: [2, 2], dtype: "float32", body }],
    outputs: [{ dtype: "float32", value: { kind: "folded", dtype: "float32", fold: 0 } }],
  };
}
