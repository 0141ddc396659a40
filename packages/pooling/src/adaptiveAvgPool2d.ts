import type { Tensor } from "@nn/tensor";
import { AdaptiveAvgPool, adaptiveAvgPool } from "./adaptiveAvgPool.ts";
import type { AdaptivePoolOptions } from "./adaptiveWindow.ts";

/**
 * y[n,c,i,j] = the mean of x[n,c,…] over a window such that the result has the size that is asked for. Along each axis
 * window i reaches from ⌊i · size / outputSize⌋ up to, but without, ⌈(i + 1) · size / outputSize⌉, computed in
 * integers. Where sizes do not divide, windows overlap and differ in size; a result larger than the input repeats
 * elements.
 *
 * `torch.nn.AdaptiveAvgPool2d`, PaddlePaddle's `AdaptiveAvgPool2D` and Keras's `AdaptiveAveragePooling2D`. ONNX, WebNN
 * and TensorFlow.js have none.
 *
 * @param input of shape [batch, channels, height, width], or without the batch; with `layout: "channels-last"` the
 *   channels come last
 * @returns of shape [batch, channels, …outputSize]
 * @throws NNError `shape` unless the input has 4 axes, or 3 without a batch, and no spatial axis of size 0
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless the input holds floats
 * @example
 * ```ts
 * const x = reshape(arange(15, { backend }), [1, 1, 3, 5]);
 * await adaptiveAvgPool2d(x, { outputSize: [1, 2] }).data(); // 6, 8
 * adaptiveAvgPool2d(x, { outputSize: [null, 7] }).shape; // 1, 1, 3, 7
 * ```
 */
export function adaptiveAvgPool2d(input: Tensor, options: AdaptivePoolOptions): Tensor {
  return adaptiveAvgPool("adaptiveAvgPool2d", 2, input, options);
}

/** {@link adaptiveAvgPool2d} as a module. */
export class AdaptiveAvgPool2d extends AdaptiveAvgPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: AdaptivePoolOptions) {
    super(2, options);
  }
}
