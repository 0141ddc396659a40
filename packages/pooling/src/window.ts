import {
  add,
  constant,
  floorDivide,
  foldIndex,
  index,
  modulo,
  multiply,
  NNError,
  subtract,
  type Expression,
} from "@nn/backend";
import { formatShape, perAxis, requireFloat, requireRank, type Tensor } from "@nn/tensor";

/** Options of every pooling; one number for all spatial axes, or one for each. */
export interface PoolOptions {
  /** The size of the window. */
  readonly kernelSize: number | readonly number[];
  /** The distance between windows. Default: the size of the window, so that they do not overlap. */
  readonly stride?: number | readonly number[];
  /** How far windows reach beyond the input, at both ends; at most half the window. Default: 0. */
  readonly padding?: number | readonly number[];
  /** Whether a last window that sticks out counts, as long as it starts within the input or its padding. Default: false. */
  readonly ceilMode?: boolean;
}

/** Where the windows of a pooling lie, one number for each spatial axis. */
export interface PoolWindow {
  readonly inputSize: readonly number[];
  readonly outputSize: readonly number[];
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

/**
 * Checks a pooling's input and options. With reach = dilation · (kernelSize − 1) + 1 there are
 * ⌊(inputSize + 2 · padding − reach) / stride⌋ + 1 windows; in ceil mode it is ⌈…⌉, less one if the last window would
 * start behind the input, in the padding at its end.
 *
 * @param axes names of the spatial axes
 */
export function poolWindow(
  operation: string,
  input: Tensor,
  axes: readonly string[],
  options: PoolOptions & { readonly dilation?: number | readonly number[] },
): PoolWindow {
  requireRank(operation, input, ["batch", "channels", ...axes]);
  requireFloat(operation, input);
  const inputSize = input.shape.slice(2);
  const { kernelSize, stride, padding, dilation } = checkPool(operation, axes.length, options);
  const reach = reachOf(kernelSize, dilation);
  const outputSize = inputSize.map((size, axis) => {
    const room = size + 2 * padding[axis]! - reach[axis]!;
    if (!options.ceilMode) return Math.floor(room / stride[axis]!) + 1;
    const count = Math.ceil(room / stride[axis]!) + 1;
    return (count - 1) * stride[axis]! >= size + padding[axis]! ? count - 1 : count;
  });
  if (outputSize.some((size) => size < 1) || inputSize.includes(0)) {
    const padded = inputSize.map((size, axis) => size + 2 * padding[axis]!);
    const expected = `a padded input of at least ${formatShape(reach)}, over which the window reaches`;
    throw new NNError("shape", `${operation}: expected ${expected}, got ${formatShape(padded)}`);
  }
  return { inputSize, outputSize, kernelSize, stride, padding, dilation };
}

/**
 * A pooling's options, one number for each of `rank` spatial axes.
 *
 * @throws NNError `option` if one is out of its range
 */
export function checkPool(
  operation: string,
  rank: number,
  options: PoolOptions & { readonly dilation?: number | readonly number[] },
): Omit<PoolWindow, "inputSize" | "outputSize"> {
  const kernelSize = perAxis(operation, "kernelSize", options.kernelSize, rank, 1);
  const stride = perAxis(operation, "stride", options.stride ?? kernelSize, rank, 1);
  const padding = perAxis(operation, "padding", options.padding ?? 0, rank, 0);
  const dilation = perAxis(operation, "dilation", options.dilation ?? 1, rank, 1);
  const reach = reachOf(kernelSize, dilation);
  if (padding.some((size, axis) => size > reach[axis]! / 2)) {
    const expected = `padding of at most half the window, over ${formatShape(reach)}`;
    throw new NNError("option", `${operation}: expected ${expected}, got ${formatShape(padding)}`);
  }
  return { kernelSize, stride, padding, dilation };
}

function reachOf(kernelSize: readonly number[], dilation: readonly number[]): number[] {
  return kernelSize.map((size, axis) => dilation[axis]! * (size - 1) + 1);
}

/** The input position of the window's element at the fold's index: i · stride − padding + u · dilation. */
export function windowCoordinates(window: PoolWindow): Expression[] {
  const spatial = windowStarts(window).map((start, axis) =>
    add(start, multiply(foldIndex(axis), window.dilation[axis]!)),
  );
  return [index(0), index(1), ...spatial];
}

/** The input position of the window's first element, which may lie before the input: i · stride − padding. */
export function windowStarts({ stride, padding }: PoolWindow): Expression[] {
  return stride.map((step, axis) => subtract(multiply(index(2 + axis), step), padding[axis]!));
}

/** The windows that can cover the input position at the kernel's index, and where in each it would lie. */
export interface CoveringWindows {
  /** How many there are at most, along each axis. */
  readonly extents: readonly number[];
  /** The window at the fold's index. It may not exist: then it lies outside the output. */
  readonly coordinates: readonly Expression[];
  /** How far behind the window's start the input position lies, along each axis; at least 0. */
  readonly offsets: readonly Expression[];
}

/**
 * The windows that can cover a position of the input, for gradients: the last one that starts at or before it, the one
 * before, and so on, while they reach as far. Where windows do not overlap it is one window, and no fold.
 */
export function coveringWindows({ kernelSize, stride, padding, dilation }: PoolWindow): CoveringWindows {
  const extents = kernelSize.map((size, axis) => Math.ceil((dilation[axis]! * (size - 1) + 1) / stride[axis]!));
  const places = kernelSize.map((_, axis) => add(index(2 + axis), padding[axis]!));
  const back = extents.map((count, axis) => (count > 1 ? foldIndex(axis) : constant(0, "int32")));
  const windows = places.map((place, axis) => subtract(floorDivide(place, stride[axis]!), back[axis]!));
  return {
    extents,
    coordinates: [index(0), index(1), ...windows],
    offsets: places.map((place, axis) => add(modulo(place, stride[axis]!), multiply(back[axis]!, stride[axis]!))),
  };
}

/** The row-major position of `coordinates` within `sizes`. */
export function rowMajor(coordinates: readonly Expression[], sizes: readonly number[]): Expression {
  return coordinates.reduce((flat, coordinate, axis) => add(multiply(flat, sizes[axis]!), coordinate));
}
