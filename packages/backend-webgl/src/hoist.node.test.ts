import {
  add,
  constant,
  divide,
  foldIndex,
  folded,
  index,
  interpret,
  load,
  multiply,
  unary,
  subtract,
  type Expression,
  type Kernel,
  type TensorType,
  type TypedArray,
} from "@nn/backend";
import { describe, expect, it } from "vitest";
import { noise } from "./fixtures.ts";
import { hoist } from "./hoist.ts";

const [images, channels]: TensorType[] = [
  { dtype: "float32", shape: [4, 3, 80, 80] },
  { dtype: "float32", shape: [3] },
];
const [x, mean, variance, weight, bias] = [
  load(0, images!, [index(0), index(1), index(2), index(3)]),
  ...[1, 2, 3, 4].map((input) => load(input, channels!, [index(1)])),
] as Expression[];
const deviation = unary("squareRoot", add(variance!, 1e-5));
const normalized = add(multiply(divide(subtract(x!, mean!), deviation), weight!), bias!);

function kernelOf(value: Expression, changes: Partial<Kernel> = {}): Kernel {
  const inputs = [images!, channels!, channels!, channels!, channels!];
  return { shape: images!.shape, inputs, scalars: [], folds: [], outputs: [{ dtype: "float32", value }], ...changes };
}

describe("hoist", () => {
  it("computes before what all elements of a channel share, and changes no bit", () => {
    const kernel = kernelOf(normalized);
    const { before, rest } = hoist(kernel, 5)!;
    expect(before.shape).toEqual([3, 4]);
    expect(rest.inputs.at(-1)).toEqual({ dtype: "float32", shape: [3, 4] });
    const data = [noise(76800, 1), ...[2, 3, 4, 5].map((seed) => noise(3, seed).map((number) => number * number))];
    const values = interpret(before, data);
    expect([...values[0]!.slice(0, 4)]).toEqual(
      [1, 2, 3, 4].map((input) =>
        input === 2 ? Math.fround(Math.sqrt(Math.fround(data[2]![0]! + Math.fround(1e-5)))) : data[input]![0]!,
      ),
    );
    expectSameBits(interpret(rest, [...data, ...values]), interpret(kernel, data));
  });

  it("works within folds, too", () => {
    const within = load(0, images!, [index(0), index(1), index(2), foldIndex(0)]);
    const body = multiply(subtract(within, mean!), divide(weight!, deviation));
    const folds = [{ operator: "max", extents: [5], dtype: "float32", body }] as const;
    const kernel = kernelOf(add(folded(0, "float32"), bias!), { folds });
    const { before, rest } = hoist(kernel, 5)!;
    expect(before.shape).toEqual([3, 4]);
    const data = [noise(76800, 1), ...[2, 3, 4, 5].map((seed) => noise(3, seed).map((number) => number * number))];
    expectSameBits(interpret(rest, [...data, ...interpret(before, data)]), interpret(kernel, data));
  });

  it("leaves what is not worth a draw", () => {
    expect(hoist(kernelOf(add(multiply(x!, weight!), bias!)), 5)).toBeUndefined();
    expect(hoist(kernelOf(add(x!, constant(1, "float32"))), 5)).toBeUndefined();
    expect(hoist({ ...kernelOf(normalized), shape: [1, 3, 80, 80] }, 5)).toBeUndefined();
  });

  it("leaves what is read from stages before", () => {
    expect(hoist(kernelOf(normalized), 2)).toBeUndefined();
  });
});

/** Says where the first difference is: printing all of many numbers takes minutes. */
function expectSameBits([actual]: readonly TypedArray[], [expected]: readonly TypedArray[]): void {
  expect(actual).toHaveLength(expected!.length);
  const at = actual!.findIndex((number, position) => !Object.is(number, expected![position]));
  expect([at, actual![at]]).toEqual([-1, expected![at]]);
}
