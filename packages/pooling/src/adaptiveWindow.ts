import { NNError } from "@nn/backend";
import { type Tensor } from "@nn/tensor";
import { checkAdaptiveRange } from "./adaptiveRange.ts";
import type { Resizing } from "./cover.ts";
import { checkLayout, spatialAxes, type Layout } from "./layout.ts";

/** Options of adaptive pooling. */
export interface AdaptivePoolOptions {
  /** The size of the result: one number for all spatial axes, or one for each. With null an axis keeps its size. */
  readonly outputSize: number | null | readonly (number | null)[];
  /** Where the channels are. Default: "channels-first". */
  readonly layout?: Layout;
}

/**
 * Checks an adaptive pooling's input and options.
 *
 * @param rank how many spatial axes there are
 */
export function adaptiveWindow(operation: string, rank: number, input: Tensor, options: AdaptivePoolOptions): Resizing {
  const { firstAxis, inputSize } = spatialAxes(operation, rank, input, options.layout);
  const wanted = checkAdaptive(operation, rank, options);
  const outputSize = inputSize.map((size, axis) => wanted[axis] ?? size);
  if (inputSize.includes(0)) {
    const got = `[${input.shape.join(", ")}]`;
    throw new NNError("shape", `${operation}: expected spatial sizes of at least 1, got ${got}`);
  }
  inputSize.forEach((size, axis) => checkAdaptiveRange(operation, size, outputSize[axis]!));
  return { firstAxis, inputSize, outputSize };
}

/** @throws NNError `option` unless there is a positive integer or null for all axes, or for each */
export function checkAdaptive(operation: string, rank: number, options: AdaptivePoolOptions): (number | null)[] {
  checkLayout(operation, options.layout);
  const { outputSize } = options;
  const all = typeof outputSize === "number" || outputSize === null;
  const list = all ? Array.from({ length: rank }, () => outputSize) : [...outputSize];
  if (list.length === rank && list.every((size) => size === null || (Number.isSafeInteger(size) && size >= 1))) {
    return list;
  }
  const several = rank === 1 ? "" : ` or ${rank} of them`;
  const got = JSON.stringify(outputSize).replaceAll(",", ", ");
  throw new NNError(
    "option",
    `${operation}: expected outputSize to be null or an integer of at least 1${several}, got ${got}`,
  );
}

/** Whether all windows have one size and lie side by side. */
export function isEven({ inputSize, outputSize }: Resizing): boolean {
  return inputSize.every((size, axis) => size % outputSize[axis]! === 0);
}
