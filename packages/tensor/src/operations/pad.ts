import { index, isFloat, load, NNError, roundTo, subtract } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** How many elements are added on both sides of one axis: before the first one and after the last one. */
export type Padding = readonly [before: number, after: number];

/** Options of {@link pad}. */
export interface PadOptions {
  /** What the added elements hold. Default: 0. */
  readonly value?: number;
}

export const padOperation: Operation<{ padding: readonly Padding[]; value: number }> = {
  name: "pad",
  formula: ([input], { padding, value }) => ({
    shape: paddedShape(input!.shape, padding),
    outputs: [load(0, input!, padding.map(([before], axis) => subtract(index(axis), before)), value)], // prettier-ignore
  }),
  gradient: ({ upstream: [upstream], options: { padding } }) => {
    const opposite = padding.map(([before, after]): Padding => [0 - before, 0 - after]);
    return [applySingle(padOperation, [upstream!], { padding: opposite, value: 0 })];
  },
};

/**
 * The tensor with elements of a constant value around it: for each axis from the first one, how many before and after.
 * Negative numbers cut elements off instead.
 *
 * @throws NNError `option` unless there is a pair of integers for each axis and `value` fits the type
 * @throws NNError `shape` if more is cut off than there is
 *
 * @example
 * ```ts
 * const x = tensor([1, 2], { backend });
 * await pad(x, [[1, 2]]).data(); // 0, 1, 2, 0, 0
 * ```
 */
export function pad(input: Tensor, padding: readonly Padding[], options: PadOptions = {}): Tensor {
  const { value = 0 } = options;
  if (padding.length !== input.rank || !padding.flat().every(Number.isSafeInteger)) {
    const got = `[${padding.map(formatShape).join(", ")}] for input ${formatShape(input.shape)}`;
    throw new NNError("option", `pad: expected a pair of integers [before, after] for each axis, got ${got}`);
  }
  if (!isFloat(input.dtype) && roundTo(input.dtype, value) !== value) {
    throw new NNError("option", `pad: expected a value that ${input.dtype} can hold, got ${value}`);
  }
  const shape = paddedShape(input.shape, padding);
  if (shape.some((size) => size < 0)) {
    const got = `${formatShape(shape)} from input ${formatShape(input.shape)}`;
    throw new NNError("shape", `pad: expected sizes of at least 0 after padding, got ${got}`);
  }
  if (padding.flat().every((count) => count === 0)) return input;
  return applySingle(padOperation, [input], { padding, value });
}

function paddedShape(shape: readonly number[], padding: readonly Padding[]): number[] {
  return shape.map((size, axis) => size + padding[axis]![0] + padding[axis]![1]);
}
