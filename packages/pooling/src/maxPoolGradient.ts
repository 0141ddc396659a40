import { and, constant, equal, floorDivide, folded, foldIndex, index, less, load, modulo, select } from "@nn/backend";
import { applySingle, type Operation } from "@nn/tensor";
import { withSpatial } from "./layout.ts";
import { atPlaces, coveringWindows, rowMajor, summed, tapPlaces } from "./places.ts";
import type { PoolWindow } from "./window.ts";

/**
 * The gradient of max pooling: dx[n,c,y,x] = Σ over the windows that cover (y, x) of dy, where (y, x) won the window.
 * Its inputs are dy and the winners' positions within their windows.
 */
export const maxPoolGradientOperation: Operation<PoolWindow> = {
  name: "maxPool gradient",
  formula: ([upstream, winner], window) => {
    const { dtype, shape } = upstream!;
    const { firstAxis, inputSize, kernelSize, dilation } = window;
    const { extents, places, offsets } = coveringWindows(window);
    const coordinates = atPlaces(shape.length, firstAxis, places);
    const taps = offsets.map((offset, axis) => floorDivide(offset, dilation[axis]!));
    const inWindow = offsets.map((offset, axis) =>
      and(equal(modulo(offset, dilation[axis]!), 0), less(taps[axis]!, kernelSize[axis]!)),
    );
    const won = equal(load(1, winner!, coordinates, -1), rowMajor(taps, kernelSize));
    const value = select([...inWindow, won].reduce(and), load(0, upstream!, coordinates, 0), 0);
    return summed(withSpatial(shape, firstAxis, inputSize), extents, dtype, value);
  },
  gradient: ({ inputs: [, winner], upstream: [upstream], options }) => [
    applySingle(maxPoolPickOperation, [upstream!, winner!], options),
    undefined,
  ],
};

/** The gradient's own gradient: of each window, the element that won. */
export const maxPoolPickOperation: Operation<PoolWindow> = {
  name: "maxPool pick",
  formula: ([x, winner], window) => {
    const { dtype } = x!;
    const { shape } = winner!;
    const own = shape.map((_, axis) => index(axis));
    const taps = window.kernelSize.map((_, axis) => foldIndex(axis));
    const won = equal(load(1, winner!, own), rowMajor(taps, window.kernelSize));
    const coordinates = atPlaces(shape.length, window.firstAxis, tapPlaces(window));
    const body = select(won, load(0, x!, coordinates, 0), constant(0, dtype));
    return {
      shape,
      folds: [{ operator: "sum", extents: window.kernelSize, dtype, body }],
      outputs: [folded(0, dtype)],
    };
  },
  gradient: ({ inputs: [, winner], upstream: [upstream], options }) => [
    applySingle(maxPoolGradientOperation, [upstream!, winner!], options),
    undefined,
  ],
};
