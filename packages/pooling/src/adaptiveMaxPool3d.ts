import type { Tensor } from "@nn/tensor";
import { AdaptiveMaxPool, adaptiveMaxPool, adaptiveMaxPoolWithIndices } from "./adaptiveMaxPool.ts";
import type { AdaptivePoolOptions } from "./adaptiveWindow.ts";
import type { MaxPoolResult } from "./maxPool.ts";

/**
 * y[n,c,d,i,j] = the maximum of x[n,c,…] over a window such that the result has the size that is asked for. Along each
 * axis window i reaches from ⌊i · size / outputSize⌋ up to, but without, ⌈(i + 1) · size / outputSize⌉, computed in
 * integers. Where sizes do not divide, windows overlap and differ in size; a result larger than the input repeats
 * elements. A NaN wins; the first maximum takes the whole gradient.
 *
 * `torch.nn.AdaptiveMaxPool3d`, PaddlePaddle's `AdaptiveMaxPool3D` and Keras's `AdaptiveMaxPooling3D`. ONNX, WebNN and
 * TensorFlow.js have none.
 *
 * @param input of shape [batch, channels, depth, height, width], or without the batch; with `layout: "channels-last"`
 *   the channels come last
 * @returns of shape [batch, channels, …outputSize]
 * @throws NNError `shape` unless the input has 5 axes, or 4 without a batch, and no spatial axis of size 0
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = reshape(arange(12, { backend }), [1, 1, 3, 2, 2]);
 * await adaptiveMaxPool3d(x, { outputSize: [2, 1, 1] }).data(); // 7, 11
 * ```
 */
export function adaptiveMaxPool3d(input: Tensor, options: AdaptivePoolOptions): Tensor {
  return adaptiveMaxPool("adaptiveMaxPool3d", 3, input, options);
}

/**
 * {@link adaptiveMaxPool3d}, with the position of each maximum.
 *
 * @throws NNError `shape` unless the input has 5 axes, or 4 without a batch, and no spatial axis of size 0
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = reshape(arange(12, { backend }), [1, 1, 3, 2, 2]);
 * await adaptiveMaxPool3dWithIndices(x, { outputSize: [2, 1, 1] }).indices.data(); // 7, 11
 * ```
 */
export function adaptiveMaxPool3dWithIndices(input: Tensor, options: AdaptivePoolOptions): MaxPoolResult {
  return adaptiveMaxPoolWithIndices("adaptiveMaxPool3dWithIndices", 3, input, options);
}

/** {@link adaptiveMaxPool3d} as a module. */
export class AdaptiveMaxPool3d extends AdaptiveMaxPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: AdaptivePoolOptions) {
    super(3, options);
  }
}
