import { LocalResponseNorm as BaseLocalResponseNorm } from "@nn/normalization";
import { isChannelsLast, type DataFormat } from "./dataFormat.ts";

/** Options of {@link LocalResponseNorm}. */
export interface LocalResponseNormOptions {
  /** The factor of the mean of squares. Default: 1e-4. */
  readonly alpha?: number;
  /** The exponent. Default: 0.75. */
  readonly beta?: number;
  /** What is added to the mean of squares. Default: 1. */
  readonly k?: number;
  /** Where the channels are. Default: before the spatial axes. */
  readonly dataFormat?: DataFormat;
}

/**
 * `paddle.nn.LocalResponseNorm` (3.0); of an even `size`, one channel more lies before the own one.
 *
 * @example
 * ```ts
 * const layer = new LocalResponseNorm(3, { alpha: 3, beta: 1, k: 0, dataFormat: "NLC" });
 * await layer.forward(tensor([[[1, 2, 2]]], { backend })).data(); // 0.2, 0.222, 0.25
 * ```
 */
export class LocalResponseNorm extends BaseLocalResponseNorm {
  /** @throws NNError `option` unless the size is a positive integer */
  constructor(size: number, options: LocalResponseNormOptions = {}) {
    const { alpha = 1e-4, beta = 0.75, k = 1, dataFormat } = options;
    const rank = Math.max(1, (dataFormat?.length ?? 4) - 2);
    super({ size, alpha, beta, k, axis: isChannelsLast("LocalResponseNorm", rank, dataFormat) ? -1 : 1 });
  }
}
