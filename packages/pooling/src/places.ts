import {
  add,
  constant,
  floorDivide,
  foldIndex,
  folded,
  index,
  modulo,
  multiply,
  subtract,
  type DType,
  type Expression,
} from "@nn/backend";
import type { FormulaParts } from "@nn/tensor";
import type { PoolWindow } from "./window.ts";

/** The coordinates of a tensor of `rank` axes at `places` of its spatial axes, and at the kernel's own index elsewhere. */
export function atPlaces(rank: number, firstAxis: number, places: readonly Expression[]): Expression[] {
  return Array.from({ length: rank }, (_, axis) => places[axis - firstAxis] ?? index(axis));
}

/** The kernel's own index along the spatial axes. */
export function ownPlaces({ firstAxis, inputSize }: Pick<PoolWindow, "firstAxis" | "inputSize">): Expression[] {
  return inputSize.map((_, axis) => index(firstAxis + axis));
}

/** The input position of the window's element at the fold's index: i · stride − padding + u · dilation. */
export function tapPlaces(window: PoolWindow): Expression[] {
  return windowStarts(window).map((start, axis) => add(start, multiply(foldIndex(axis), window.dilation[axis]!)));
}

/** The input position of the window's first element, which may lie before the input: i · stride − padding. */
export function windowStarts(window: PoolWindow): Expression[] {
  const { stride, padding } = window;
  return ownPlaces(window).map((place, axis) => subtract(multiply(place, stride[axis]!), padding[axis]!));
}

/** The windows that can cover the input position at the kernel's index, and where in each it would lie. */
export interface CoveringWindows {
  /** How many there are at most, along each axis. */
  readonly extents: readonly number[];
  /** The window at the fold's index. It may not exist: then it lies outside the output. */
  readonly places: readonly Expression[];
  /** How far behind the window's start the input position lies, along each axis; at least 0. */
  readonly offsets: readonly Expression[];
}

/**
 * The windows that can cover a position of the input, for gradients: the last one that starts at or before it, the one
 * before, and so on, while they reach as far. Where windows do not overlap it is one window, and no fold.
 */
export function coveringWindows(window: PoolWindow): CoveringWindows {
  const { kernelSize, stride, padding, dilation } = window;
  const extents = kernelSize.map((size, axis) => Math.ceil((dilation[axis]! * (size - 1) + 1) / stride[axis]!));
  const padded = ownPlaces(window).map((place, axis) => add(place, padding[axis]!));
  const back = foldSteps(extents);
  return {
    extents,
    places: padded.map((place, axis) => subtract(floorDivide(place, stride[axis]!), back[axis]!)),
    offsets: padded.map((place, axis) => add(modulo(place, stride[axis]!), multiply(back[axis]!, stride[axis]!))),
  };
}

/** The fold's index along each axis; 0 where there is nothing to choose. */
export function foldSteps(extents: readonly number[]): Expression[] {
  return extents.map((count, axis) => (count > 1 ? foldIndex(axis) : constant(0, "int32")));
}

/** The sum of `body` over `extents`, without a fold where there is one position only; see {@link foldSteps}. */
export function summed(
  shape: readonly number[],
  extents: readonly number[],
  dtype: DType,
  body: Expression,
): FormulaParts {
  if (extents.every((count) => count === 1)) return { shape, outputs: [body] };
  return { shape, folds: [{ operator: "sum", extents, dtype, body }], outputs: [folded(0, dtype)] };
}

/** The row-major position of `coordinates` within `sizes`. */
export function rowMajor(coordinates: readonly Expression[], sizes: readonly number[]): Expression {
  return coordinates.reduce((flat, coordinate, axis) => add(multiply(flat, sizes[axis]!), coordinate));
}

/** The coordinates of a row-major position; one that is negative or too large leaves the first axis. */
export function unravel(position: Expression, sizes: readonly number[]): Expression[] {
  let rest = position;
  const coordinates: Expression[] = [];
  for (const size of sizes.slice(1).reverse()) {
    coordinates.unshift(modulo(rest, size));
    rest = floorDivide(rest, size);
  }
  return [rest, ...coordinates];
}
