import type { Tensor } from "@nn/tensor";
import { AvgPool, avgPool, type AvgPoolOptions } from "./avgPool.ts";

/**
 * y[n,c,i] = Σ over u of x[n, c, i·stride − padding + u·dilation] / divisor, where x is 0 outside its shape and the
 * divisor is the number of elements in the window. A window with no element at all gives 0. The gradient divides by
 * the same numbers.
 *
 * Defaults are PyTorch's (`torch.nn.AvgPool1d`): windows side by side, no padding, floor, padding counts. PyTorch's
 * has no `divisor_override` in one dimension. With `countIncludePad: false` it is the default of PaddlePaddle
 * (`exclusive`), Keras, TensorFlow.js, ONNX and WebNN.
 *
 * @param input of shape [batch, channels, length], or without the batch; with `layout: "channels-last"` the channels
 *   come last
 * @returns of shape [batch, channels, length'], where a spatial size is ⌊(size + padding at both ends − dilation ·
 *   (kernelSize − 1) − 1) / stride⌋ + 1, or ⌈…⌉ + 1 in ceil mode, less a window that would start behind the input
 * @throws NNError `shape` unless the input has 3 axes, or 2 without a batch, and room for one window
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless the input holds floats
 * @example
 * ```ts
 * const x = tensor([[[1, 3, 2, 6]]], { backend });
 * await avgPool1d(x, { kernelSize: 2 }).data(); // 2, 4
 * await avgPool1d(x, { kernelSize: 3, stride: 3, padding: [[1, 0]], countIncludePad: false }).data(); // 2
 * ```
 */
export function avgPool1d(input: Tensor, options: AvgPoolOptions): Tensor {
  return avgPool("avgPool1d", 1, input, options);
}

/** {@link avgPool1d} as a module. */
export class AvgPool1d extends AvgPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: AvgPoolOptions) {
    super(1, options);
  }
}
