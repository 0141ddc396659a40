import { cast, divide, folded, load, multiply, select } from "@nn/backend";
import type { DType, Expression } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, requireFloat, type Operation, type Tensor } from "@nn/tensor";
import { adaptiveRange, within, type PlaceRange } from "./adaptiveRange.ts";
import { adaptiveWindow, checkAdaptive, isEven, type AdaptivePoolOptions } from "./adaptiveWindow.ts";
import { avgPoolOperation } from "./avgPoolOperation.ts";
import type { Resizing } from "./cover.ts";
import { describePool } from "./describePool.ts";
import { withSpatial } from "./layout.ts";
import { atPlaces, ownPlaces, summed } from "./places.ts";
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
export abstract class AdaptiveAvgPool extends Module {
  readonly options: AdaptivePoolOptions;
  private readonly rank: number;

  /** @throws NNError `option` if an option is out of its range */
  constructor(rank: number, options: AdaptivePoolOptions) {
    super();
    checkAdaptive(this.constructor.name, rank, options);
    this.rank = rank;
    this.options = options;
  }

  override forward(input: Tensor): Tensor {
    return adaptiveAvgPool(`adaptiveAvgPool${this.rank}d`, this.rank, input, this.options);
  }

  protected override describe(): string {
    return describePool({ ...this.options });
  }
}

/** The token of adaptive average pooling where windows differ in size. */
export const adaptiveAvgPoolOperation: Operation<Resizing> = {
  name: "adaptiveAvgPool",
  formula: ([x], window) => {
    const { dtype, shape } = x!;
    const { firstAxis, inputSize, outputSize } = window;
    const ranges = ownPlaces(window).map((place, axis) => adaptiveRange(place, inputSize[axis]!, outputSize[axis]!));
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
    const covering = ownPlaces(window).map((place, axis) => adaptiveRange(place, outputSize[axis]!, inputSize[axis]!));
    const { places, inside } = within(covering);
    const windows = places.map((place, axis) => adaptiveRange(place, inputSize[axis]!, outputSize[axis]!));
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
