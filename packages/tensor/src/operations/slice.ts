import { add, index, load, multiply, NNError } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { unslice, type NormalSlice } from "./unslice.ts";

/** Which positions of one axis a slice takes, as in Python's `start:end:step`. */
export interface SliceRange {
  /** The first position; negative ones count from the end. Default: the first one, or the last one if step < 0. */
  readonly start?: number;
  /** The position before which it ends; negative ones count from the end. Default: all that follow. */
  readonly end?: number;
  /** The distance between positions; negative ones go backwards. Default: 1. */
  readonly step?: number;
}

export const sliceOperation: Operation<NormalSlice> = {
  name: "slice",
  formula: ([input], { starts, steps, sizes }) => ({
    shape: sizes,
    outputs: [
      load(
        0,
        input!,
        sizes.map((_, axis) => add(multiply(index(axis), steps[axis]!), starts[axis]!)),
      ),
    ],
  }),
  gradient: ({ inputs: [input], upstream: [upstream], options }) => [unslice(upstream!, input!.shape, options)],
};

/**
 * A part of the tensor: for each axis from the first one, the positions that a range names; axes without a range, or with
 * `undefined`, are whole. Bounds beyond the axis are limited to it, as in Python.
 *
 * @throws NNError `option` if there are more ranges than axes, or a bound or a step is no integer, or a step is 0
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3, 4, 5], { backend });
 * await slice(x, [{ start: 1, end: 4 }]).data(); // 2, 3, 4
 * await slice(x, [{ start: 0, step: 2 }]).data(); // 1, 3, 5
 * ```
 */
export function slice(input: Tensor, ranges: readonly (SliceRange | undefined)[]): Tensor {
  if (ranges.length > input.rank) {
    const got = `${ranges.length} for input ${formatShape(input.shape)}`;
    throw new NNError("option", `slice: expected at most ${input.rank} ranges, got ${got}`);
  }
  const axes = input.shape.map((size, axis) => normalRange(size, ranges[axis] ?? {}));
  const whole = axes.every(({ start, step, count }, axis) => start === 0 && step === 1 && count === input.shape[axis]);
  if (whole) return input;
  return applySliced(input, {
    starts: axes.map(({ start }) => start),
    steps: axes.map(({ step }) => step),
    sizes: axes.map(({ count }) => count),
  });
}

/** @internal A slice whose positions are known to exist. */
export function applySliced(input: Tensor, options: NormalSlice): Tensor {
  return applySingle(sliceOperation, [input], options);
}

function normalRange(
  size: number,
  { start, end, step = 1 }: SliceRange,
): { start: number; step: number; count: number } {
  if (![start ?? 0, end ?? 0, step].every(Number.isSafeInteger) || step === 0) {
    const got = `${start ?? ""}:${end ?? ""}:${step}`;
    throw new NNError("option", `slice: expected integers start:end:step with a step other than 0, got ${got}`);
  }
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const limited = (position: number): number =>
    Math.min(Math.max(position < 0 ? position + size : position, low), high);
  const first = start === undefined ? (step > 0 ? low : high) : limited(start);
  const last = end === undefined ? (step > 0 ? high : low) : limited(end);
  const count = Math.max(0, Math.ceil((last - first) / step));
  return { start: count === 0 ? 0 : first, step, count };
}
