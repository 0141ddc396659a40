import { and, divide, equal, floorDivide, folded, less, load, modulo, select } from "@nn/backend";
import { applySingle, type Operation } from "@nn/tensor";
import { divisorOf } from "./divisor.ts";
import { withSpatial } from "./layout.ts";
import { atPlaces, coveringWindows, ownPlaces, summed, tapPlaces } from "./places.ts";
import type { PoolWindow } from "./window.ts";

/** Where windows lie, and what their sums are divided by. */
export interface AvgPoolWindow extends PoolWindow {
  readonly countIncludePad: boolean;
  readonly divisorOverride?: number;
}

/** The token of average pooling with windows, for any number of spatial axes. */
export const avgPoolOperation: Operation<AvgPoolWindow> = {
  name: "avgPool",
  formula: ([x], window) => {
    const { dtype, shape } = x!;
    const { firstAxis, outputSize, kernelSize } = window;
    const body = load(0, x!, atPlaces(shape.length, firstAxis, tapPlaces(window)), 0);
    return {
      shape: withSpatial(shape, firstAxis, outputSize),
      folds: [{ operator: "sum", extents: kernelSize, dtype, body }],
      outputs: [divide(folded(0, dtype), divisorOf(window, ownPlaces(window), dtype))],
    };
  },
  gradient: ({ upstream: [upstream], options }) => [applySingle(avgPoolGradientOperation, [upstream!], options)],
};

/** The gradient of average pooling: dx[n,c,y,x] = Σ over the windows that cover (y, x) of dy / divisor. */
export const avgPoolGradientOperation: Operation<AvgPoolWindow> = {
  name: "avgPool gradient",
  formula: ([upstream], window) => {
    const { dtype, shape } = upstream!;
    const { firstAxis, inputSize, kernelSize, dilation } = window;
    const { extents, places, offsets } = coveringWindows(window);
    const covers = offsets.map((offset, axis) =>
      and(equal(modulo(offset, dilation[axis]!), 0), less(floorDivide(offset, dilation[axis]!), kernelSize[axis]!)),
    );
    const received = load(0, upstream!, atPlaces(shape.length, firstAxis, places), 0);
    const share = divide(received, divisorOf(window, places, dtype));
    return summed(withSpatial(shape, firstAxis, inputSize), extents, dtype, select(covers.reduce(and), share, 0));
  },
  gradient: ({ upstream: [upstream], options }) => [applySingle(avgPoolOperation, [upstream!], options)],
};
