import { AvgPool1d, AvgPool2d, AvgPool3d, type AvgPoolOptions as Options } from "@nn/pooling";
import { poolOptions, type PoolOptions } from "./poolOptions.ts";

/** Options of {@link AvgPool1D}. */
export interface AvgPool1DOptions extends PoolOptions {
  /** Whether padding counts for nothing in the mean. Default: true; PyTorch's default is the opposite. */
  readonly exclusive?: boolean;
}

/** Options of {@link AvgPool2D} and {@link AvgPool3D}. */
export interface AvgPoolOptions extends AvgPool1DOptions {
  /** What sums are divided by instead of the number of elements. Default: that number. */
  readonly divisorOverride?: number | undefined;
}

/** `paddle.nn.AvgPool1D`. */
export class AvgPool1D extends AvgPool1d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: AvgPool1DOptions) {
    super(avgPoolOptions("AvgPool1D", 1, options));
  }
}

/** `paddle.nn.AvgPool2D`. */
export class AvgPool2D extends AvgPool2d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: AvgPoolOptions) {
    super(avgPoolOptions("AvgPool2D", 2, options));
  }
}

/** `paddle.nn.AvgPool3D`. */
export class AvgPool3D extends AvgPool3d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: AvgPoolOptions) {
    super(avgPoolOptions("AvgPool3D", 3, options));
  }
}

function avgPoolOptions(operation: string, rank: number, options: AvgPoolOptions): Options {
  const { exclusive = true, divisorOverride } = options;
  return {
    ...poolOptions(operation, rank, options),
    countIncludePad: !exclusive,
    ...(divisorOverride !== undefined && { divisorOverride }),
  };
}
