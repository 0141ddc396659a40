import type { Tensor } from "@nn/tensor";
import { AdaptiveAvgPool, adaptiveAvgPool } from "./adaptiveAvgPool.ts";
import type { AdaptivePoolOptions } from "./adaptiveWindow.ts";

/**
 * y[n,c,i] = the mean of x[n,c,…] over a window such that the result has the size that is asked for. Along each axis
 * window i reaches from ⌊i · size / outputSize⌋ up to, but without, ⌈(i + 1) · size / outputSize⌉, computed in
 * integers. Where sizes do not divide, windows overlap and differ in size; a result larger than the input repeats
 * elements.
 *
 * `torch.nn.AdaptiveAvgPool1d`, PaddlePaddle's `AdaptiveAvgPool1D` and Keras's `AdaptiveAveragePooling1D`. ONNX, WebNN
 * and TensorFlow.js have none.
 *
 * @param input of shape [batch, channels, length], or without the batch; with `layout: "channels-last"` the channels
 *   come last
 * @returns of shape [batch, channels, …outputSize]
 * @throws NNError `shape` unless the input has 3 axes, or 2 without a batch, and no spatial axis of size 0
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless the input holds floats
 * @example
 * ```ts
 * const x = tensor([[[1, 3, 5, 7, 9]]], { backend });
 * await adaptiveAvgPool1d(x, { outputSize: 2 }).data(); // 3, 7
 * await adaptiveAvgPool1d(x, { outputSize: 1 }).data(); // 5
 * ```
 */
export function adaptiveAvgPool1d(input: Tensor, options: AdaptivePoolOptions): Tensor {
  return adaptiveAvgPool("adaptiveAvgPool1d", 1, input, options);
}

/** {@link adaptiveAvgPool1d} as a module. */
export class AdaptiveAvgPool1d extends AdaptiveAvgPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: AdaptivePoolOptions) {
    super(1, options);
  }
}
