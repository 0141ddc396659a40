import type { Tensor } from "@nn/tensor";
import { MaxPool, maxPool, maxPoolWithIndices, type MaxPoolOptions, type MaxPoolResult } from "./maxPool.ts";

/**
 * y[n,c,i,j] = max over (u,v) of x[n, c, i·stride − padding + u·dilation, j·stride − padding + v·dilation]. Padding
 * never wins, a NaN does; the first maximum of a window, in row-major order, takes the whole gradient. A window with
 * no element at all, which only dilation and padding together can make, gives −∞.
 *
 * Defaults are PyTorch's (`torch.nn.MaxPool2d`): windows side by side, no padding, floor. PaddlePaddle's are the same.
 * Keras's and TensorFlow.js's `layout` is "channels-last"; ONNX's and WebNN's `stride` is 1.
 *
 * @param input of shape [batch, channels, height, width], or without the batch; with `layout: "channels-last"` the
 *   channels come last
 * @returns of shape [batch, channels, height', width'], where a spatial size is ⌊(size + padding at both ends −
 *   dilation · (kernelSize − 1) − 1) / stride⌋ + 1, or ⌈…⌉ + 1 in ceil mode, less a window that would start behind the
 *   input
 * @throws NNError `shape` unless the input has 4 axes, or 3 without a batch, and room for one window
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = reshape(arange(16, { backend }), [1, 1, 4, 4]);
 * await maxPool2d(x, { kernelSize: 2 }).data(); // 5, 7, 13, 15
 * ```
 */
export function maxPool2d(input: Tensor, options: MaxPoolOptions): Tensor {
  return maxPool("maxPool2d", 2, input, options);
}

/**
 * {@link maxPool2d}, with the position of each maximum: PyTorch's `return_indices`, PaddlePaddle's `return_mask`.
 *
 * @throws NNError `shape` unless the input has 4 axes, or 3 without a batch, and room for one window
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = tensor([[[[1, 2, 5, 0], [4, 3, 1, 6]]]], { backend });
 * await maxPool2dWithIndices(x, { kernelSize: 2 }).indices.data(); // 4, 7
 * ```
 */
export function maxPool2dWithIndices(input: Tensor, options: MaxPoolOptions): MaxPoolResult {
  return maxPoolWithIndices("maxPool2dWithIndices", 2, input, options);
}

/** {@link maxPool2d} as a module. */
export class MaxPool2d extends MaxPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxPoolOptions) {
    super(2, options);
  }
}
