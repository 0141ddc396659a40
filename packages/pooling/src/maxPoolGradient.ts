import {
  and,
  constant,
  equal,
  floorDivide,
  folded,
  foldIndex,
  index,
  less,
  load,
  modulo,
  select,
  type Expression,
  type TensorType,
} from "@nn/backend";
import { applySingle, type Operation } from "@nn/tensor";
import { coveringWindows, rowMajor, windowCoordinates, type PoolWindow } from "./window.ts";

/**
 * The gradient of max pooling: dx[n,c,y,x] = Σ over the windows that cover (y, x) of dy, where (y, x) won the window.
 * Its inputs are dy and the winners' positions within their windows.
 */
export const maxPoolGradientOperation: Operation<PoolWindow> = {
  name: "maxPool gradient",
  formula: ([upstream, winner], window) => {
    const { dtype, shape } = upstream!;
    const { extents, coordinates, offsets } = coveringWindows(window);
    const { kernelSize, dilation } = window;
    const taps = offsets.map((offset, axis) => floorDivide(offset, dilation[axis]!));
    const inWindow = offsets.map((offset, axis) =>
      and(equal(modulo(offset, dilation[axis]!), 0), less(taps[axis]!, kernelSize[axis]!)),
    );
    const won = equal(load(1, winner!, coordinates, -1), rowMajor(taps, kernelSize));
    const value = select([...inWindow, won].reduce(and), load(0, upstream!, coordinates, 0), 0);
    const overlap = extents.some((count) => count > 1);
    return {
      shape: [...shape.slice(0, 2), ...window.inputSize],
      folds: overlap ? [{ operator: "sum", extents, dtype, body: value }] : [],
      outputs: [overlap ? folded(0, dtype) : value],
    };
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
    const taps = window.kernelSize.map((_, axis) => foldIndex(axis));
    const won = equal(load(1, winner!, ownIndex(winner!)), rowMajor(taps, window.kernelSize));
    const body = select(won, load(0, x!, windowCoordinates(window), 0), constant(0, dtype));
    return {
      shape: winner!.shape,
      folds: [{ operator: "sum", extents: window.kernelSize, dtype, body }],
      outputs: [folded(0, dtype)],
    };
  },
  gradient: ({ inputs: [, winner], upstream: [upstream], options }) => [
    applySingle(maxPoolGradientOperation, [upstream!, winner!], options),
    undefined,
  ],
};

function ownIndex({ shape }: TensorType): Expression[] {
  return shape.map((_, axis) => index(axis));
}
