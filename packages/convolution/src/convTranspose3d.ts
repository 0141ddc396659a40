import type { Tensor } from "@nn/tensor";
import type { KernelOptions } from "./convolutionModule.ts";
import { convolveTransposed, TransposedConvolution, type TransposedOptions } from "./convolveTransposed.ts";

/**
 * y[n,o,p,q,r] = Σ x[n,c,i,j,k] · weight[c,o,u,v,w] + bias[o], over all c, i, j, k, u, v, w with
 * p = i·stride − padding + u·dilation, and q and r likewise: the gradient of a convolution with respect to its input, as
 * a layer. (Dumoulin and Visin 2016, "A guide to convolution arithmetic for deep learning")
 *
 * @param input of shape [batch, channels, depth, height, width], or without the batch
 * @param weight of shape [channels, outputs / groups, kernel depth, kernel height, kernel width]
 * @param bias of shape [outputs]; default: none
 * @returns of shape [batch, outputs, depth', height', width'], where a spatial size is
 *   (size − 1) · stride + dilation · (kernel size − 1) + 1 − padding at both ends + outputPadding
 * @throws NNError `shape` unless the shapes fit one another and the padding leaves something
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless all are floats of one type
 *
 * @example
 * ```ts
 * const x = ones([1, 1, 1, 1, 2], { backend });
 * await convTranspose3d(x, ones([1, 1, 1, 1, 2], { backend })).data(); // 1, 2, 1
 * ```
 */
export function convTranspose3d(input: Tensor, weight: Tensor, bias?: Tensor, options: TransposedOptions = {}): Tensor {
  return convolveTransposed("convTranspose3d", 3, input, weight, bias, options);
}

/** Options of {@link ConvTranspose3d}. */
export interface ConvTranspose3dOptions extends TransposedOptions, KernelOptions {
  /** Depth, height and width of the kernel. */
  readonly kernelSize: number | readonly [number, number, number];
  readonly groups?: number;
}

/**
 * {@link convTranspose3d} with a weight [inChannels, outChannels / groups, kernel depth, kernel height, kernel width] and a bias of its own, which start
 * as U(−1/√n, 1/√n), where n is outChannels / groups times the size of the kernel (PyTorch's start).
 */
export class ConvTranspose3d extends TransposedConvolution {
  /** @throws NNError `option` if an option is out of its range */
  constructor(inChannels: number, outChannels: number, options: ConvTranspose3dOptions) {
    super(3, inChannels, outChannels, options);
  }
}
