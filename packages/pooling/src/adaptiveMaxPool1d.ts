import type { Tensor } from "@nn/tensor";
import { AdaptiveMaxPool, adaptiveMaxPool, adaptiveMaxPoolWithIndices } from "./adaptiveMaxPool.ts";
import type { AdaptivePoolOptions } from "./adaptiveWindow.ts";
import type { MaxPoolResult } from "./maxPool.ts";

/**
 * y[n,c,i] = the maximum of x[n,c,…] over a window such that the result has the size that is asked for. Along each
 * axis window i reaches from ⌊i · size / outputSize⌋ up to, but without, ⌈(i + 1) · size / outputSize⌉, computed in
 * integers. Where sizes do not divide, windows overlap and differ in size; a result larger than the input repeats
 * elements. A NaN wins; the first maximum takes the whole gradient.
 *
 * `torch.nn.AdaptiveMaxPool1d`, PaddlePaddle's `AdaptiveMaxPool1D` and Keras's `AdaptiveMaxPooling1D`. ONNX, WebNN and
 * TensorFlow.js have none.
 *
 * @param input of shape [batch, channels, length], or without the batch; with `layout: "channels-last"` the channels
 *   come last
 * @returns of shape [batch, channels, …outputSize]
 * @throws NNError `shape` unless the input has 3 axes, or 2 without a batch, and no spatial axis of size 0
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = tensor([[[1, 3, 5, 7, 9]]], { backend });
 * await adaptiveMaxPool1d(x, { outputSize: 2 }).data(); // 5, 9
 * ```
 */
export function adaptiveMaxPool1d(input: Tensor, options: AdaptivePoolOptions): Tensor {
  return adaptiveMaxPool("adaptiveMaxPool1d", 1, input, options);
}

/**
 * {@link adaptiveMaxPool1d}, with the position of each maximum.
 *
 * @throws NNError `shape` unless the input has 3 axes, or 2 without a batch, and no spatial axis of size 0
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = tensor([[[1, 9, 5, 7, 3]]], { backend });
 * await adaptiveMaxPool1dWithIndices(x, { outputSize: 2 }).indices.data(); // 1, 3
 * ```
 */
export function adaptiveMaxPool1dWithIndices(input: Tensor, options: AdaptivePoolOptions): MaxPoolResult {
  return adaptiveMaxPoolWithIndices("adaptiveMaxPool1dWithIndices", 1, input, options);
}

/** {@link adaptiveMaxPool1d} as a module. */
export class AdaptiveMaxPool1d extends AdaptiveMaxPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: AdaptivePoolOptions) {
    super(1, options);
  }
}
