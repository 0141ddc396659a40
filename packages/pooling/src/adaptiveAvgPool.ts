import { cast, divide, folded, load, multiply, select } from "@nn/backend";
import type { DType, Expression } from "@nn/backend";
import { applySingle, requireFloat, type Operation, type Tensor } from "@nn/tensor";
import { adaptiveRanges, within, type PlaceRange } from "./adaptiveRange.ts";
import { adaptiveWindow, checkAdaptive, isEven, type AdaptivePoolOptions } from "./adaptiveWindow.ts";
import { avgPoolOperation } from "./avgPoolOperation.ts";
import type { Resizing } from "./cover.ts";
import { withSpatial } from "./layout.ts";
import { atPlaces, ownPlaces, summed } from "./places.ts";
import { PoolModule } from "./poolModule.ts";
import { tiles } from "./window.ts";

/** Adaptive average pooling over `rank` spatial axes; it is average pooling where windows have one size. */
export function adaptiveAvgPool(operation: string, rank: number, input: Tensor, options: AdaptivePoolOptions): Tensor {
  requireFloat(operation, input);
  const window = adaptiveWindow(operation, rank, input, options);
  if (!isEven(window)) return applySingle(adaptiveAvgPoolOperation, [input], window);
  const { firstAxis, inputSize, outputSize } = window;
  return applySingle(avgPoolOperation, [input], { ...tiles(firstAxis, inputSize, outputSize), countIncludePad: true });
}

/** Adaptive average pooling as a module. */
export abstract class AdaptiveAvgPool extends PoolModule<AdaptivePoolOptions> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(rank: number, options: AdaptivePoolOptions) {
    super(rank, options, checkAdaptive);
  }

  override forward(input: Tensor): Tensor {
    return adaptiveAvgPool(`adaptiveAvgPool${this.rank}d`, this.rank, input, this.options);
  }
}

/** The token of adaptive average pooling where windows differ in size. */
export const adaptiveAvgPoolOperation: Operation<Resizing> = {
  name: "adaptiveAvgPool",
  formula: ([x], window) => {
    const { dtype, shape } = x!;
    const { firstAxis, inputSize, outputSize } = window;
    const ranges = adaptiveRanges(ownPlaces(window), inputSize, outputSize);
    const { places, inside } = within(ranges);
    const body = select(inside, load(0, x!, atPlaces(shape.length, firstAxis, places), 0), 0);
    return {
      shape: withSpatial(shape, firstAxis, outputSize),
      folds: [{ operator: "sum", extents: ranges.map(({ extent }) => extent), dtype, body }],
      outputs: [divide(folded(0, dtype), countOf(ranges, dtype))],
    };
  },
  gradient: ({ upstream: [upstream], options }) => [
    applySingle(adaptiveAvgPoolGradientOperation, [upstream!], options),
  ],
};

/** Its gradient: each element gets its share of each window that covers it. */
export const adaptiveAvgPoolGradientOperation: Operation<Resizing> = {
  name: "adaptiveAvgPool gradient",
  formula: ([upstream], window) => {
    const { dtype, shape } = upstream!;
    const { firstAxis, inputSize, outputSize } = window;
    const covering = adaptiveRanges(ownPlaces(window), outputSize, inputSize);
    const { places, inside } = within(covering);
    const windows = adaptiveRanges(places, inputSize, outputSize);
    const received = load(0, upstream!, atPlaces(shape.length, firstAxis, places), 0);
    const body = select(inside, divide(received, countOf(windows, dtype)), 0);
    return summed(
      withSpatial(shape, firstAxis, inputSize),
      covering.map(({ extent }) => extent),
      dtype,
      body,
    );
  },
  gradient: ({ upstream: [upstream], options }) => [applySingle(adaptiveAvgPoolOperation, [upstream!], options)],
};

function countOf(ranges: readonly PlaceRange[], dtype: DType): Expression {
  return cast(ranges.map(({ size }) => size).reduce(multiply), dtype);
}
