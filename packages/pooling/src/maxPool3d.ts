import type { Tensor } from "@nn/tensor";
import { MaxPool, maxPool, maxPoolWithIndices, type MaxPoolOptions, type MaxPoolResult } from "./maxPool.ts";

/**
 * y[n,c,d,i,j] = max over (t,u,v) of x[n, c, d·stride − padding + t·dilation, i·stride − padding + u·dilation,
 * j·stride − padding + v·dilation]. Padding never wins, a NaN does; the first maximum of a window, in row-major order,
 * takes the whole gradient. A window with no element at all, which only dilation and padding together can make, gives
 * −∞.
 *
 * Defaults are PyTorch's (`torch.nn.MaxPool3d`): windows side by side, no padding, floor. PaddlePaddle's are the same.
 * Keras's and TensorFlow.js's `layout` is "channels-last"; ONNX's and WebNN's `stride` is 1.
 *
 * @param input of shape [batch, channels, depth, height, width], or without the batch; with `layout: "channels-last"`
 *   the channels come last
 * @returns of shape [batch, channels, depth', height', width'], where a spatial size is ⌊(size + padding at both ends
 *   − dilation · (kernelSize − 1) − 1) / stride⌋ + 1, or ⌈…⌉ + 1 in ceil mode, less a window that would start behind
 *   the input
 * @throws NNError `shape` unless the input has 5 axes, or 4 without a batch, and room for one window
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = reshape(arange(16, { backend }), [1, 1, 4, 2, 2]);
 * await maxPool3d(x, { kernelSize: 2 }).data(); // 7, 15
 * ```
 */
export function maxPool3d(input: Tensor, options: MaxPoolOptions): Tensor {
  return maxPool("maxPool3d", 3, input, options);
}

/**
 * {@link maxPool3d}, with the position of each maximum: PyTorch's `return_indices`, PaddlePaddle's `return_mask`.
 *
 * @throws NNError `shape` unless the input has 5 axes, or 4 without a batch, and room for one window
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = tensor([[[[[1, 2], [8, 3]], [[5, 0], [4, 7]]]]], { backend });
 * await maxPool3dWithIndices(x, { kernelSize: 2 }).indices.data(); // 2
 * ```
 */
export function maxPool3dWithIndices(input: Tensor, options: MaxPoolOptions): MaxPoolResult {
  return maxPoolWithIndices("maxPool3dWithIndices", 3, input, options);
}

/** {@link maxPool3d} as a module. */
export class MaxPool3d extends MaxPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxPoolOptions) {
    super(3, options);
  }
}
