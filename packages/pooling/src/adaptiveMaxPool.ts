import { add, folded, load, select } from "@nn/backend";
import { apply, applySingle, type Operation, type Tensor } from "@nn/tensor";
import { adaptiveRanges, within } from "./adaptiveRange.ts";
import { adaptiveWindow, checkAdaptive, isEven, type AdaptivePoolOptions } from "./adaptiveWindow.ts";
import { rememberCover, type Resizing } from "./cover.ts";
import { withSpatial } from "./layout.ts";
import { requireNumbers, type MaxPoolResult } from "./maxPool.ts";
import { lowestOf, maxPoolOperation, planePositionOperation } from "./maxPoolOperation.ts";
import { placeOperation } from "./pick.ts";
import { atPlaces, ownPlaces, rowMajor, unravel } from "./places.ts";
import { PoolModule } from "./poolModule.ts";
import { tiles } from "./window.ts";

/** Adaptive max pooling over `rank` spatial axes; it is max pooling where windows have one size. */
export function adaptiveMaxPool(operation: string, rank: number, input: Tensor, options: AdaptivePoolOptions): Tensor {
  requireNumbers(operation, input);
  const window = adaptiveWindow(operation, rank, input, options);
  if (!isEven(window)) return applySingle(adaptiveMaxPoolOperation, [input], window);
  return applySingle(maxPoolOperation, [input], tiles(window.firstAxis, window.inputSize, window.outputSize));
}

/** Adaptive max pooling over `rank` spatial axes, with the position of each maximum. */
export function adaptiveMaxPoolWithIndices(
  operation: string,
  rank: number,
  input: Tensor,
  options: AdaptivePoolOptions,
): MaxPoolResult {
  requireNumbers(operation, input);
  const window = adaptiveWindow(operation, rank, input, options);
  if (!isEven(window)) {
    const [output, indices] = apply(adaptiveMaxPoolOperation, [input], window);
    rememberCover(indices!, { ...window, kind: "adaptive" });
    return { output: output!, indices: indices! };
  }
  const even = tiles(window.firstAxis, window.inputSize, window.outputSize);
  const [output, winner] = apply(maxPoolOperation, [input], even);
  const indices = applySingle(planePositionOperation, [winner!], even);
  rememberCover(indices, { ...even, kind: "windows" });
  return { output: output!, indices };
}

/** Adaptive max pooling as a module. */
export abstract class AdaptiveMaxPool extends PoolModule<AdaptivePoolOptions> {
  /** @throws NNError `option` if an option is out of its range */
  constructor(rank: number, options: AdaptivePoolOptions) {
    super(rank, options, checkAdaptive);
  }

  override forward(input: Tensor): Tensor {
    return adaptiveMaxPool(`adaptiveMaxPool${this.rank}d`, this.rank, input, this.options);
  }

  /** The maxima, and where they were; what unpooling needs. */
  forwardWithIndices(input: Tensor): MaxPoolResult {
    return adaptiveMaxPoolWithIndices(`adaptiveMaxPool${this.rank}dWithIndices`, this.rank, input, this.options);
  }
}

/**
 * The token of adaptive max pooling where windows differ in size. Its outputs are the maximum of each window and the
 * maximum's position in its plane.
 */
export const adaptiveMaxPoolOperation: Operation<Resizing> = {
  name: "adaptiveMaxPool",
  formula: ([x], window) => {
    const { dtype, shape } = x!;
    const { firstAxis, inputSize, outputSize } = window;
    const ranges = adaptiveRanges(ownPlaces(window), inputSize, outputSize);
    const extents = ranges.map(({ extent }) => extent);
    const { places, inside } = within(ranges);
    const lowest = lowestOf(dtype);
    const element = select(inside, load(0, x!, atPlaces(shape.length, firstAxis, places), lowest), lowest);
    const taps = unravel(folded(1, "int32"), extents);
    const winner = ranges.map(({ start }, axis) => add(start, taps[axis]!));
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
    upstream && applySingle(placeOperation, [upstream, indices!], { ...options, kind: "adaptive" }),
  ],
};
