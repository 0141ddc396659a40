import type { Tensor } from "@nn/tensor";
import type { KernelOptions } from "./convolutionModule.ts";
import { convolveTransposed, TransposedConvolution, type TransposedOptions } from "./convolveTransposed.ts";

/**
 * y[n,o,p,q] = Σ x[n,c,i,j] · weight[c,o,u,v] + bias[o], over all c, i, j, u, v with p = i·stride − padding + u·dilation
 * and q = j·stride − padding + v·dilation: the gradient of a convolution with respect to its input, as a layer. (Dumoulin and Visin 2016, "A guide to convolution arithmetic for deep learning")
 *
 * @param input of shape [batch, channels, height, width], or without the batch
 * @param weight of shape [channels, outputs / groups, kernel height, kernel width]
 * @param bias of shape [outputs]; default: none
 * @returns of shape [batch, outputs, height', width'], where a spatial size is
 *   (size − 1) · stride + dilation · (kernel size − 1) + 1 − padding at both ends + outputPadding
 * @throws NNError `shape` unless the shapes fit one another and the padding leaves something
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless all are floats of one type
 *
 * @example
 * ```ts
 * const x = tensor([[[[1, 2]]]], { backend });
 * await convTranspose2d(x, tensor([[[[1], [10]]]], { backend })).data(); // 1, 2, 10, 20
 * ```
 */
export function convTranspose2d(input: Tensor, weight: Tensor, bias?: Tensor, options: TransposedOptions = {}): Tensor {
  return convolveTransposed("convTranspose2d", 2, input, weight, bias, options);
}

/** Options of {@link ConvTranspose2d}. */
export interface ConvTranspose2dOptions extends TransposedOptions, KernelOptions {
  /** Height and width of the kernel. */
  readonly kernelSize: number | readonly [number, number];
  readonly groups?: number;
}

/**
 * {@link convTranspose2d} with a weight [inChannels, outChannels / groups, kernel height, kernel width] and a bias of its own, which start
 * as U(−1/√n, 1/√n), where n is outChannels / groups times the size of the kernel (PyTorch's start).
 */
export class ConvTranspose2d extends TransposedConvolution {
  /** @throws NNError `option` if an option is out of its range */
  constructor(inChannels: number, outChannels: number, options: ConvTranspose2dOptions) {
    super(2, inChannels, outChannels, options);
  }
}
