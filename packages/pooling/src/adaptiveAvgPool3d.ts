import type { Tensor } from "@nn/tensor";
import { AdaptiveAvgPool, adaptiveAvgPool } from "./adaptiveAvgPool.ts";
import type { AdaptivePoolOptions } from "./adaptiveWindow.ts";

/**
 * y[n,c,d,i,j] = the mean of x[n,c,…] over a window such that the result has the size that is asked for. Along each
 * axis window i reaches from ⌊i · size / outputSize⌋ up to, but without, ⌈(i + 1) · size / outputSize⌉, computed in
 * integers. Where sizes do not divide, windows overlap and differ in size; a result larger than the input repeats
 * elements.
 *
 * `torch.nn.AdaptiveAvgPool3d`, PaddlePaddle's `AdaptiveAvgPool3D` and Keras's `AdaptiveAveragePooling3D`. ONNX, WebNN
 * and TensorFlow.js have none.
 *
 * @param input of shape [batch, channels, depth, height, width], or without the batch; with `layout: "channels-last"`
 *   the channels come last
 * @returns of shape [batch, channels, …outputSize]
 * @throws NNError `shape` unless the input has 5 axes, or 4 without a batch, and no spatial axis of size 0
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless the input holds floats
 * @example
 * ```ts
 * const x = reshape(arange(12, { backend }), [1, 1, 3, 2, 2]);
 * await adaptiveAvgPool3d(x, { outputSize: [2, 1, 1] }).data(); // 3.5, 7.5
 * ```
 */
export function adaptiveAvgPool3d(input: Tensor, options: AdaptivePoolOptions): Tensor {
  return adaptiveAvgPool("adaptiveAvgPool3d", 3, input, options);
}

/** {@link adaptiveAvgPool3d} as a module. */
export class AdaptiveAvgPool3d extends AdaptiveAvgPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: AdaptivePoolOptions) {
    super(3, options);
  }
}
