import { add, foldIndex, index, interpret, load, multiply, type FoldOperator, type Kernel } from "@nn/backend";
import { expect, it } from "vitest";
import { runGenerated, sizeOf } from "./fixtures.ts";

const operators = ["max", "min", "sum"] as const;
const outside = { max: -Infinity, min: Infinity, sum: 0 };

/** Windows that touch neighbouring rows, columns, both or neither, in images of several sizes. */
const windows = [
  { size: [7, 9], kernel: [2, 2], stride: 2, padding: 0, dilation: 1 },
  { size: [12, 23], kernel: [3, 3], stride: 2, padding: 1, dilation: 1 },
  { size: [9, 32], kernel: [3, 3], stride: 1, padding: 1, dilation: 1 },
  { size: [11, 40], kernel: [5, 5], stride: 2, padding: 2, dilation: 1 },
  { size: [6, 30], kernel: [2, 6], stride: 2, padding: 0, dilation: 1 },
  { size: [4, 21], kernel: [3, 4], stride: 2, padding: 1, dilation: 2 },
  { size: [13, 29], kernel: [3, 2], stride: 3, padding: 1, dilation: 1 },
  { size: [8, 27], kernel: [4, 3], stride: 4, padding: 2, dilation: 3 },
  { size: [5, 3], kernel: [3, 3], stride: 2, padding: 1, dilation: 1 },
  { size: [3, 14], kernel: [3, 7], stride: 2, padding: 3, dilation: 1 },
] as const;

it.each(windows.map((window) => ({ ...window, name: JSON.stringify(window) })))(
  "folds windows as the formula says: $name",
  ({ size, kernel: extents, stride, padding, dilation }) => {
    const shape = size.map((length, axis) => {
      return Math.floor((length + 2 * padding - dilation * (extents[axis]! - 1) - 1) / stride) + 1;
    });
    const type = { dtype: "float32", shape: [3, ...size] } as const;
    const data = numbers(sizeOf(type.shape));
    for (const operator of operators) {
      const kernel = pool(operator);
      const [actual] = runGenerated(kernel, [data]);
      const [expected] = interpret(kernel, [data], []);
      // A maximum that is zero is the positive zero.
      expect(actual, operator).toEqual(operator === "max" ? expected!.map((value) => value + 0) : expected);
    }

    function pool(operator: Exclude<FoldOperator, "dot"> & keyof typeof outside): Kernel {
      const at = [0, 1].map((axis) => {
        return add(add(multiply(index(axis + 1), stride), multiply(foldIndex(axis), dilation)), -padding);
      });
      const body = load(0, type, [index(0), ...at], padding > 0 ? outside[operator] : undefined);
      const fold = { operator, dtype: "float32", extents, body } as const;
      const value = { kind: "folded", dtype: "float32", fold: 0 } as const;
      return {
        shape: [3, ...shape],
        inputs: [type],
        scalars: [],
        folds: [fold],
        outputs: [{ dtype: "float32", value }],
      };
    }
  },
);

/** Numbers of both signs, some NaN, and zeros of both signs. */
function numbers(length: number): Float32Array {
  const special = [NaN, 0, -0, Infinity, -Infinity];
  return Float32Array.from({ length }, (_, position) => {
    const bits = Math.imul(position + 1, 0x9e3779b1) >>> 0;
    return bits % 23 === 0 ? special[bits % 5]! : (bits % 2001) - 1000;
  });
}
