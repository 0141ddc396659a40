import {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  type AdaptivePoolOptions as Options,
} from "@nn/pooling";
import { isChannelsLast, type DataFormat } from "./dataFormat.ts";

/** The size of a result: one number for all spatial axes, or one for each; null keeps the input's. */
export type OutputSize = number | null | readonly (number | null)[];

/** Options of adaptive average pooling. */
export interface AdaptiveAvgPoolOptions {
  /** Where the channels are. Default: before the spatial axes. */
  readonly dataFormat?: DataFormat;
}

/** `paddle.nn.AdaptiveAvgPool1D`. */
export class AdaptiveAvgPool1D extends AdaptiveAvgPool1d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(outputSize: OutputSize) {
    super({ outputSize });
  }
}

/** `paddle.nn.AdaptiveAvgPool2D`. */
export class AdaptiveAvgPool2D extends AdaptiveAvgPool2d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(outputSize: OutputSize, options: AdaptiveAvgPoolOptions = {}) {
    super(adaptiveOptions("AdaptiveAvgPool2D", 2, outputSize, options));
  }
}

/** `paddle.nn.AdaptiveAvgPool3D`. */
export class AdaptiveAvgPool3D extends AdaptiveAvgPool3d {
  /** @throws NNError `option` if an option is out of its range */
  constructor(outputSize: OutputSize, options: AdaptiveAvgPoolOptions = {}) {
    super(adaptiveOptions("AdaptiveAvgPool3D", 3, outputSize, options));
  }
}

function adaptiveOptions(
  operation: string,
  rank: number,
  outputSize: OutputSize,
  { dataFormat }: AdaptiveAvgPoolOptions,
): Options {
  return isChannelsLast(operation, rank, dataFormat) ? { outputSize, layout: "channels-last" } : { outputSize };
}
