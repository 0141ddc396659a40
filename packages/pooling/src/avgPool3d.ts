import type { Tensor } from "@nn/tensor";
import { AvgPool, avgPool, type AvgPoolOptions } from "./avgPool.ts";

/**
 * y[n,c,d,i,j] = Σ over (t,u,v) of x[n, c, d·stride − padding + t·dilation, i·stride − padding + u·dilation, j·stride
 * − padding + v·dilation] / divisor, where x is 0 outside its shape and the divisor is the number of elements in the
 * window. A window with no element at all gives 0. The gradient divides by the same numbers.
 *
 * Defaults are PyTorch's (`torch.nn.AvgPool3d`): windows side by side, no padding, floor, padding counts. With
 * `countIncludePad: false` it is the default of PaddlePaddle (`exclusive`), Keras, TensorFlow.js, ONNX and WebNN.
 *
 * @param input of shape [batch, channels, depth, height, width], or without the batch; with `layout: "channels-last"`
 *   the channels come last
 * @returns of shape [batch, channels, depth', height', width'], where a spatial size is ⌊(size + padding at both ends
 *   − dilation · (kernelSize − 1) − 1) / stride⌋ + 1, or ⌈…⌉ + 1 in ceil mode, less a window that would start behind
 *   the input
 * @throws NNError `shape` unless the input has 5 axes, or 4 without a batch, and room for one window
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless the input holds floats
 * @example
 * ```ts
 * const x = reshape(arange(16, { backend }), [1, 1, 4, 2, 2]);
 * await avgPool3d(x, { kernelSize: 2 }).data(); // 3.5, 11.5
 * ```
 */
export function avgPool3d(input: Tensor, options: AvgPoolOptions): Tensor {
  return avgPool("avgPool3d", 3, input, options);
}

/** {@link avgPool3d} as a module. */
export class AvgPool3d extends AvgPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: AvgPoolOptions) {
    super(3, options);
  }
}
