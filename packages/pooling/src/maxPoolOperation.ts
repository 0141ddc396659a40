import {
  add,
  and,
  constant,
  equal,
  floorDivide,
  folded,
  index,
  less,
  load,
  maximum,
  multiply,
  select,
  subtract,
  type DType,
  type Expression,
} from "@nn/backend";
import { applySingle, type Operation } from "@nn/tensor";
import { withSpatial } from "./layout.ts";
import { maxPoolGradientOperation } from "./maxPoolGradient.ts";
import { atPlaces, rowMajor, tapPlaces, unravel, windowStarts } from "./places.ts";
import { hasEmptyWindow, type PoolWindow } from "./window.ts";

/**
 * The token of max pooling with windows, for any number of spatial axes. Its outputs are the maximum of each window and
 * the maximum's position within the window, for the gradient; the second is not computed where nothing reads it.
 */
export const maxPoolOperation: Operation<PoolWindow> = {
  name: "maxPool",
  formula: ([x], window) => {
    const { dtype, shape } = x!;
    const { firstAxis, outputSize, kernelSize: extents } = window;
    const element = load(0, x!, atPlaces(shape.length, firstAxis, tapPlaces(window)), lowestOf(dtype));
    return {
      shape: withSpatial(shape, firstAxis, outputSize),
      folds: [
        { operator: "max", extents, dtype, body: element },
        { operator: "argmax", extents, dtype: "int32", body: element },
      ],
      outputs: [folded(0, dtype), winnerOf(folded(0, dtype), folded(1, "int32"), window)],
    };
  },
  gradient: ({ outputs: [, winner], upstream: [upstream], options }) => [
    upstream && applySingle(maxPoolGradientOperation, [upstream, winner!], options),
  ],
};

/** What the maximum over nothing is. */
export function lowestOf(dtype: DType): number {
  if (dtype === "int32") return -(2 ** 31);
  return dtype === "uint32" ? 0 : -Infinity;
}

/**
 * The position of the maximum. Where it is the lowest number there is, padding would come first: then it is the first
 * real element, or −1 if the window has none.
 */
function winnerOf(value: Expression, position: Expression, window: PoolWindow): Expression {
  const { inputSize, kernelSize, padding, dilation } = window;
  if (padding.every((size) => size === 0)) return position;
  const starts = windowStarts(window);
  const first = starts.map((start, axis) => {
    const missing = maximum(subtract(constant(0, "int32"), start), 0);
    return floorDivide(add(missing, dilation[axis]! - 1), dilation[axis]!);
  });
  const exists = first.map((tap, axis) =>
    and(less(tap, kernelSize[axis]!), less(add(starts[axis]!, multiply(tap, dilation[axis]!)), inputSize[axis]!)),
  );
  const firstInside = rowMajor(first, kernelSize);
  const real = hasEmptyWindow(window) ? select(exists.reduce(and), firstInside, -1) : firstInside;
  return select(equal(value, lowestOf(value.dtype)), real, position);
}

/** From positions within windows to positions within planes; −1 stays. */
export const planePositionOperation: Operation<PoolWindow> = {
  name: "maxPool indices",
  formula: ([winner], window) => {
    const { inputSize, kernelSize, dilation } = window;
    const { shape } = winner!;
    const position = load(
      0,
      winner!,
      shape.map((_, axis) => index(axis)),
    );
    const taps = unravel(position, kernelSize);
    const places = windowStarts(window).map((start, axis) => add(start, multiply(taps[axis]!, dilation[axis]!)));
    const flat = rowMajor(places, inputSize);
    return { shape, outputs: [hasEmptyWindow(window) ? select(less(position, 0), -1, flat) : flat] };
  },
};
