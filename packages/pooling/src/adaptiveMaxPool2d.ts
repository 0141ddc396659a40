import type { Tensor } from "@nn/tensor";
import { AdaptiveMaxPool, adaptiveMaxPool, adaptiveMaxPoolWithIndices } from "./adaptiveMaxPool.ts";
import type { AdaptivePoolOptions } from "./adaptiveWindow.ts";
import type { MaxPoolResult } from "./maxPool.ts";

/**
 * y[n,c,i,j] = the maximum of x[n,c,…] over a window such that the result has the size that is asked for. Along each
 * axis window i reaches from ⌊i · size / outputSize⌋ up to, but without, ⌈(i + 1) · size / outputSize⌉, computed in
 * integers. Where sizes do not divide, windows overlap and differ in size; a result larger than the input repeats
 * elements. A NaN wins; the first maximum takes the whole gradient.
 *
 * `torch.nn.AdaptiveMaxPool2d`, PaddlePaddle's `AdaptiveMaxPool2D` and Keras's `AdaptiveMaxPooling2D`. ONNX, WebNN and
 * TensorFlow.js have none.
 *
 * @param input of shape [batch, channels, height, width], or without the batch; with `layout: "channels-last"` the
 *   channels come last
 * @returns of shape [batch, channels, …outputSize]
 * @throws NNError `shape` unless the input has 4 axes, or 3 without a batch, and no spatial axis of size 0
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = reshape(arange(15, { backend }), [1, 1, 3, 5]);
 * await adaptiveMaxPool2d(x, { outputSize: [1, 2] }).data(); // 12, 14
 * ```
 */
export function adaptiveMaxPool2d(input: Tensor, options: AdaptivePoolOptions): Tensor {
  return adaptiveMaxPool("adaptiveMaxPool2d", 2, input, options);
}

/**
 * {@link adaptiveMaxPool2d}, with the position of each maximum.
 *
 * @throws NNError `shape` unless the input has 4 axes, or 3 without a batch, and no spatial axis of size 0
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = reshape(arange(15, { backend }), [1, 1, 3, 5]);
 * await adaptiveMaxPool2dWithIndices(x, { outputSize: [1, 2] }).indices.data(); // 12, 14
 * ```
 */
export function adaptiveMaxPool2dWithIndices(input: Tensor, options: AdaptivePoolOptions): MaxPoolResult {
  return adaptiveMaxPoolWithIndices("adaptiveMaxPool2dWithIndices", 2, input, options);
}

/** {@link adaptiveMaxPool2d} as a module. */
export class AdaptiveMaxPool2d extends AdaptiveMaxPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: AdaptivePoolOptions) {
    super(2, options);
  }
}
