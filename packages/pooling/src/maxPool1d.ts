import type { Tensor } from "@nn/tensor";
import { MaxPool, maxPool, maxPoolWithIndices, type MaxPoolOptions, type MaxPoolResult } from "./maxPool.ts";

/**
 * y[n,c,i] = max over u of x[n, c, i·stride − padding + u·dilation]. Padding never wins, a NaN does; the first maximum
 * of a window, in row-major order, takes the whole gradient. A window with no element at all, which only dilation and
 * padding together can make, gives −∞.
 *
 * Defaults are PyTorch's (`torch.nn.MaxPool1d`): windows side by side, no padding, floor. PaddlePaddle's are the same.
 * Keras's and TensorFlow.js's `layout` is "channels-last"; ONNX's and WebNN's `stride` is 1.
 *
 * @param input of shape [batch, channels, length], or without the batch; with `layout: "channels-last"` the channels
 *   come last
 * @returns of shape [batch, channels, length'], where a spatial size is ⌊(size + padding at both ends − dilation ·
 *   (kernelSize − 1) − 1) / stride⌋ + 1, or ⌈…⌉ + 1 in ceil mode, less a window that would start behind the input
 * @throws NNError `shape` unless the input has 3 axes, or 2 without a batch, and room for one window
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = tensor([[[1, 3, 2, 5]]], { backend });
 * await maxPool1d(x, { kernelSize: 2 }).data(); // 3, 5
 * await maxPool1d(x, { kernelSize: 3, stride: 1, padding: "same" }).data(); // 3, 3, 5, 5
 * ```
 */
export function maxPool1d(input: Tensor, options: MaxPoolOptions): Tensor {
  return maxPool("maxPool1d", 1, input, options);
}

/**
 * {@link maxPool1d}, with the position of each maximum: PyTorch's `return_indices`, PaddlePaddle's `return_mask`.
 *
 * @throws NNError `shape` unless the input has 3 axes, or 2 without a batch, and room for one window
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = tensor([[[1, 3, 5, 2]]], { backend });
 * await maxPool1dWithIndices(x, { kernelSize: 2 }).indices.data(); // 1, 2
 * ```
 */
export function maxPool1dWithIndices(input: Tensor, options: MaxPoolOptions): MaxPoolResult {
  return maxPoolWithIndices("maxPool1dWithIndices", 1, input, options);
}

/** {@link maxPool1d} as a module. */
export class MaxPool1d extends MaxPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxPoolOptions) {
    super(1, options);
  }
}
