import {
  cast,
  constant,
  divide,
  folded,
  index,
  less,
  load,
  maximum,
  minimum,
  multiply,
  and,
  add,
  NNError,
  select,
  subtract,
  type DType,
  type Expression,
} from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, sizeOf, type Operation, type Tensor } from "@nn/tensor";
import { describePool } from "./describePool.ts";
import {
  checkPool,
  coveringWindows,
  poolWindow,
  windowCoordinates,
  type PoolOptions,
  type PoolWindow,
} from "./window.ts";

/** Options of {@link avgPool2d}. */
export interface AvgPool2dOptions extends PoolOptions {
  /** Whether padding counts as elements of the window; what sticks out beyond it never does. Default: true. */
  readonly countIncludePad?: boolean;
  /** What sums are divided by instead of the number of elements. Default: that number. */
  readonly divisorOverride?: number;
}

/**
 * y[n,c,i,j] = Σ over (u,v) of x[n, c, i·stride − padding + u, j·stride − padding + v] / divisor, where x is 0 outside
 * its shape and the divisor is the number of elements in the window.
 *
 * @param input of shape [batch, channels, height, width]
 * @returns of shape [batch, channels, height', width'], where a spatial size is
 *   ⌊(size + 2 · padding − kernelSize) / stride⌋ + 1
 * @throws NNError `shape` unless the input has 4 axes and room for one window
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless the input holds floats
 */
export function avgPool2d(input: Tensor, options: AvgPool2dOptions): Tensor {
  const { countIncludePad = true, divisorOverride } = options;
  const window = poolWindow("avgPool2d", input, ["height", "width"], options);
  checkDivisor("avgPool2d", divisorOverride);
  return applySingle(avgPoolOperation, [input], {
    ...window,
    countIncludePad,
    ...(divisorOverride !== undefined && { divisorOverride }),
  });
}

/** {@link avgPool2d} as a module. */
export class AvgPool2d extends Module {
  readonly options: AvgPool2dOptions;

  /** @throws NNError `option` if an option is out of its range */
  constructor(options: AvgPool2dOptions) {
    super();
    checkPool("AvgPool2d", 2, options);
    checkDivisor("AvgPool2d", options.divisorOverride);
    this.options = options;
  }

  override forward(input: Tensor): Tensor {
    return avgPool2d(input, this.options);
  }

  protected override describe(): string {
    return describePool({ ...this.options });
  }
}

/** Where windows lie, and what their sums are divided by. */
export interface AvgPoolWindow extends PoolWindow {
  readonly countIncludePad: boolean;
  readonly divisorOverride?: number;
}

/** The token of {@link avgPool2d}. */
export const avgPoolOperation: Operation<AvgPoolWindow> = {
  name: "avgPool",
  formula: ([x], window) => {
    const { dtype, shape } = x!;
    const body = load(0, x!, windowCoordinates(window), 0);
    const places = window.outputSize.map((_, axis) => index(2 + axis));
    return {
      shape: [...shape.slice(0, 2), ...window.outputSize],
      folds: [{ operator: "sum", extents: window.kernelSize, dtype, body }],
      outputs: [divide(folded(0, dtype), divisorOf(window, places, dtype))],
    };
  },
  gradient: ({ upstream: [upstream], options }) => [applySingle(avgPoolGradientOperation, [upstream!], options)],
};

/** The gradient of average pooling: dx[n,c,y,x] = Σ over the windows that cover (y, x) of dy / divisor. */
export const avgPoolGradientOperation: Operation<AvgPoolWindow> = {
  name: "avgPool gradient",
  formula: ([upstream], window) => {
    const { dtype, shape } = upstream!;
    const { extents, coordinates, offsets } = coveringWindows(window);
    const covers = offsets.map((offset, axis) => less(offset, window.kernelSize[axis]!)).reduce(and);
    const share = divide(load(0, upstream!, coordinates, 0), divisorOf(window, coordinates.slice(2), dtype));
    const value = select(covers, share, 0);
    const overlap = extents.some((count) => count > 1);
    return {
      shape: [...shape.slice(0, 2), ...window.inputSize],
      folds: overlap ? [{ operator: "sum", extents, dtype, body: value }] : [],
      outputs: [overlap ? folded(0, dtype) : value],
    };
  },
  gradient: ({ upstream: [upstream], options }) => [applySingle(avgPoolOperation, [upstream!], options)],
};

function checkDivisor(operation: string, divisor: number | undefined): void {
  if (divisor === undefined || (Number.isFinite(divisor) && divisor !== 0)) return;
  throw new NNError("option", `${operation}: expected divisorOverride to be a number other than 0, got ${divisor}`);
}

/** How many elements the window at `places` has, or what stands for that. */
function divisorOf(window: AvgPoolWindow, places: readonly Expression[], dtype: DType): Expression {
  if (window.divisorOverride !== undefined) return constant(window.divisorOverride, dtype);
  const counts = window.kernelSize.map((size, axis) => countOf(window, places[axis]!, size, axis));
  const whole = counts.every((count) => count === undefined);
  if (whole) return constant(sizeOf(window.kernelSize), dtype);
  const sizes = counts.map((count, axis) => count ?? constant(window.kernelSize[axis]!, "int32"));
  return cast(sizes.reduce(multiply), dtype);
}

/** How much of the window at `place` counts along one axis; undefined where it is the whole window always. */
function countOf(window: AvgPoolWindow, place: Expression, size: number, axis: number): Expression | undefined {
  const [length, padding, stride] = [window.inputSize[axis]!, window.padding[axis]!, window.stride[axis]!];
  const reached = (window.outputSize[axis]! - 1) * stride + size;
  const counted = window.countIncludePad ? padding : 0;
  if (reached <= length + padding + counted && padding === counted) return undefined;
  const start = subtract(multiply(place, stride), padding);
  const end = minimum(add(start, size), length + counted);
  return subtract(end, maximum(start, -counted));
}
