import {
  add,
  cast,
  constant,
  floorDivide,
  folded,
  foldIndex,
  index,
  load,
  maximum,
  minimum,
  multiply,
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
  readonly kernelSize: readonly number[];
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
    const starts = inputSize.map((_, axis) => startOf(samples!, window, axis));
    const taps = starts.map((start, axis) => add(start, foldIndex(axis)));
    const element = load(0, x!, atPlaces(shape.length, firstAxis, taps), lowestOf(dtype));
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
 * Where window i starts: ⌊(i + u) · α⌋ − ⌊u · α⌋ with α = a / b, a = inputSize − kernelSize, b = outputSize − 1. With
 * t = ⌊u · a⌋ these are ⌊(i · a + t) / b⌋ − ⌊t / b⌋: but for t integers alone, so that every backend agrees.
 */
function startOf(samples: TensorType, window: FractionalWindow, axis: number): Expression {
  const [a, b] = [window.inputSize[axis]! - window.kernelSize[axis]!, window.outputSize[axis]! - 1];
  if (b === 0 || a === 0) return constant(a, "int32");
  const rank = window.inputSize.length;
  const channels = samples.shape
    .slice(0, -1)
    .map((_, position) => index(position < window.firstAxis ? position : position + rank));
  const sample = load(1, samples, [...channels, constant(axis, "int32")]);
  const t = minimum(maximum(cast(multiply(sample, a), "int32"), 0), a - 1);
  const shifted = floorDivide(add(multiply(index(window.firstAxis + axis), a), t), b);
  return subtract(shifted, floorDivide(t, b));
}
