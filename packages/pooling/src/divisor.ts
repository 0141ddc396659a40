import {
  add,
  cast,
  constant,
  floorDivide,
  maximum,
  minimum,
  multiply,
  NNError,
  subtract,
  type DType,
  type Expression,
} from "@nn/backend";
import { sizeOf } from "@nn/tensor";
import type { AvgPoolWindow } from "./avgPoolOperation.ts";
import { hasEmptyWindow } from "./window.ts";

/**
 * What the sum over the window at `places` is divided by: how many elements the window has, or what stands for that. A
 * window that has none, whose sum is 0, counts as having one.
 */
export function divisorOf(window: AvgPoolWindow, places: readonly Expression[], dtype: DType): Expression {
  if (window.divisorOverride !== undefined) return constant(window.divisorOverride, dtype);
  const counts = window.kernelSize.map((_, axis) => countOf(window, places[axis]!, axis));
  const whole = counts.every((count) => count === undefined);
  if (whole) return constant(sizeOf(window.kernelSize), dtype);
  const sizes = counts.map((count, axis) => count ?? constant(window.kernelSize[axis]!, "int32"));
  const total = sizes.reduce(multiply);
  return cast(!window.countIncludePad && hasEmptyWindow(window) ? maximum(total, 1) : total, dtype);
}

/** @throws NNError `option` if there is a divisor by which nothing can be divided */
export function checkDivisor(operation: string, divisor: number | undefined): void {
  if (divisor === undefined || (Number.isFinite(divisor) && divisor !== 0)) return;
  throw new NNError("option", `${operation}: expected divisorOverride to be a number other than 0, got ${divisor}`);
}

/** How much of the window at `place` counts along one axis; undefined where it is the whole window always. */
function countOf(window: AvgPoolWindow, place: Expression, axis: number): Expression | undefined {
  const [length, size, stride] = [window.inputSize[axis]!, window.kernelSize[axis]!, window.stride[axis]!];
  const [before, dilation] = [window.padding[axis]!, window.dilation[axis]!];
  const end = length + (window.countIncludePad ? window.endPadding[axis]! : 0);
  const reached = (window.outputSize[axis]! - 1) * stride - before + dilation * (size - 1) + 1;
  const allBehindBegin = window.countIncludePad || before === 0;
  if (reached <= end && allBehindBegin) return undefined;
  const start = subtract(multiply(place, stride), before);
  const tapsBelow = (bound: number): Expression => floorDivide(add(subtract(bound, start), dilation - 1), dilation);
  const below = minimum(tapsBelow(end), size);
  return allBehindBegin ? below : subtract(below, maximum(tapsBelow(0), 0));
}
