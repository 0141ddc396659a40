import {
  add,
  and,
  cast,
  constant,
  floorDivide,
  folded,
  foldIndex,
  index,
  less,
  load,
  maximum,
  minimum,
  multiply,
  select,
  subtract,
  type Expression,
  type TensorType,
} from "@nn/backend";
import { applySingle, type Operation } from "@nn/tensor";
import type { Resizing } from "./cover.ts";
import { withSpatial } from "./layout.ts";
import { lowestOf } from "./maxPoolOperation.ts";
import { placeOperation } from "./pick.ts";
import { atPlaces, rowMajor, unravel } from "./places.ts";

/** The windows of fractional max pooling, whose places depend on random numbers. */
export interface FractionalWindow extends Resizing {
  /** The size of the windows; of those that lie end to end, the largest that occurs. */
  readonly kernelSize: readonly number[];
  /** Whether windows lie end to end, each as long as the step to the next. */
  readonly disjoint: boolean;
}

/**
 * The token of fractional max pooling. Its inputs are x and a random number u for each channel and spatial axis; its
 * outputs are the maximum of each window and the maximum's position in its plane.
 */
export const fractionalMaxPoolOperation: Operation<FractionalWindow> = {
  name: "fractionalMaxPool",
  formula: ([x, samples], window) => {
    const { dtype, shape } = x!;
    const { firstAxis, inputSize, outputSize, kernelSize: extents } = window;
    const places = inputSize.map((_, axis) => index(firstAxis + axis));
    const starts = places.map((place, axis) => startOf(samples!, window, axis, place));
    const taps = starts.map((start, axis) => add(start, foldIndex(axis)));
    const loaded = load(0, x!, atPlaces(shape.length, firstAxis, taps), lowestOf(dtype));
    const ends = places.map((place, axis) => startOf(samples!, window, axis, add(place, 1)));
    const inside = taps.map((tap, axis) => less(tap, ends[axis]!)).reduce(and);
    const element = window.disjoint ? select(inside, loaded, lowestOf(dtype)) : loaded;
    const winner = unravel(folded(1, "int32"), extents).map((tap, axis) => add(starts[axis]!, tap));
    return {
      shape: withSpatial(shape, firstAxis, outputSize),
      folds: [
        { operator: "max", extents, dtype, body: element },
        { operator: "argmax", extents, dtype: "int32", body: element },
      ],
      outputs: [folded(0, dtype), rowMajor(winner, inputSize)],
    };
  },
  gradient: ({ outputs: [, indices], upstream: [upstream], options }) => [
    upstream && applySingle(placeOperation, [upstream, indices!], { ...options, kind: "fractional" }),
    undefined,
  ],
};

/**
 * Where window i starts: ⌊(i + u) · α⌋ − ⌊u · α⌋ with α = a / b. With t = ⌊u · a⌋ these are ⌊(i · a + t) / b⌋ − ⌊t / b⌋:
 * but for t integers alone, so that every backend agrees.
 */
function startOf(samples: TensorType, window: FractionalWindow, axis: number, place: Expression): Expression {
  const [a, b] = stepOf(window, axis);
  if (b === 0 || a === 0) return constant(a, "int32");
  const rank = window.inputSize.length;
  const channels = samples.shape
    .slice(0, -1)
    .map((_, position) => index(position < window.firstAxis ? position : position + rank));
  const sample = load(1, samples, [...channels, constant(axis, "int32")]);
  const t = minimum(maximum(cast(multiply(sample, a), "int32"), 0), a - 1);
  const shifted = floorDivide(add(multiply(place, a), t), b);
  return subtract(shifted, floorDivide(t, b));
}

/** Numerator and denominator of the mean step α: from the first window to the last, or of windows that fill the axis. */
function stepOf({ inputSize, outputSize, kernelSize, disjoint }: FractionalWindow, axis: number): [number, number] {
  const [size, count] = [inputSize[axis]!, outputSize[axis]!];
  return disjoint ? [size, count] : [size - kernelSize[axis]!, count - 1];
}
