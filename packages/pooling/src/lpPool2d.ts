import type { Tensor } from "@nn/tensor";
import { LPPool, lpPool, type LPPoolOptions } from "./lpPool.ts";

/**
 * y[n,c,i,j] = (Σ over (u,v) of |x[n, c, i·stride − padding + u·dilation, j·stride − padding + v·dilation]|^p)^(1/p),
 * where x is 0 outside its shape and p is `normType`. It is not divided by the number of elements. The slope at a
 * window of zeros is 0.
 *
 * PyTorch's `torch.nn.LPPool2d` takes x^p without the magnitude (`signed: true`) and has no default power; in ceil
 * mode it also scales up what sticks out, as if the window were full, which this does not. ONNX's `LpPool` and WebNN's
 * `l2Pool2d` are these sums, with a `stride` of 1 by default.
 *
 * @param input of shape [batch, channels, height, width], or without the batch; with `layout: "channels-last"` the
 *   channels come last
 * @returns of shape [batch, channels, height', width'], where a spatial size is ⌊(size + padding at both ends −
 *   dilation · (kernelSize − 1) − 1) / stride⌋ + 1, or ⌈…⌉ + 1 in ceil mode, less a window that would start behind the
 *   input
 * @throws NNError `shape` unless the input has 4 axes, or 3 without a batch, and room for one window
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless the input holds floats
 * @example
 * ```ts
 * const x = tensor([[[[3, 0], [0, -4]]]], { backend });
 * await lpPool2d(x, { kernelSize: 2 }).data(); // 5
 * await lpPool2d(x, { kernelSize: 2, normType: Infinity }).data(); // 4
 * ```
 */
export function lpPool2d(input: Tensor, options: LPPoolOptions): Tensor {
  return lpPool("lpPool2d", 2, input, options);
}

/** {@link lpPool2d} as a module. */
export class LPPool2d extends LPPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: LPPoolOptions) {
    super(2, options);
  }
}
