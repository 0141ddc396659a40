import type { Tensor } from "@nn/tensor";
import { LPPool, lpPool, type LPPoolOptions } from "./lpPool.ts";

/**
 * y[n,c,d,i,j] = (Σ over (t,u,v) of |x[n, c, d·stride − padding + t·dilation, i·stride − padding + u·dilation,
 * j·stride − padding + v·dilation]|^p)^(1/p), where x is 0 outside its shape and p is `normType`. It is not divided by
 * the number of elements. The slope at a window of zeros is 0.
 *
 * PyTorch's `torch.nn.LPPool3d` takes x^p without the magnitude (`signed: true`) and has no default power; in ceil
 * mode it also scales up what sticks out, as if the window were full, which this does not. ONNX's `LpPool` and WebNN's
 * `l2Pool2d` are these sums, with a `stride` of 1 by default.
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
 * const x = tensor([[[[[2, 0], [0, -3]], [[0, 6], [0, 0]]]]], { backend });
 * await lpPool3d(x, { kernelSize: 2 }).data(); // 7
 * ```
 */
export function lpPool3d(input: Tensor, options: LPPoolOptions): Tensor {
  return lpPool("lpPool3d", 3, input, options);
}

/** {@link lpPool3d} as a module. */
export class LPPool3d extends LPPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: LPPoolOptions) {
    super(3, options);
  }
}
