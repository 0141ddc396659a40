import type { Tensor } from "@nn/tensor";
import type { KernelOptions } from "./convolutionModule.ts";
import { convolveTransposed, TransposedConvolution, type TransposedOptions } from "./convolveTransposed.ts";

/**
 * y[n,o,p] = Σ x[n,c,i] · weight[c,o,u] + bias[o], over all c, i and u with p = i·stride − padding + u·dilation: the
 * gradient of a convolution with respect to its input, as a layer. (Dumoulin and Visin 2016, "A guide to convolution arithmetic for deep learning")
 *
 * @param input of shape [batch, channels, length], or without the batch
 * @param weight of shape [channels, outputs / groups, kernel length]
 * @param bias of shape [outputs]; default: none
 * @returns of shape [batch, outputs, length'], where a spatial size is
 *   (size − 1) · stride + dilation · (kernel size − 1) + 1 − padding at both ends + outputPadding
 * @throws NNError `shape` unless the shapes fit one another and the padding leaves something
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless all are floats of one type
 *
 * @example
 * ```ts
 * const x = tensor([[[1, 2]]], { backend });
 * await convTranspose1d(x, tensor([[[1, 10]]], { backend }), undefined, { stride: 2 }).data(); // 1, 10, 2, 20
 * ```
 */
export function convTranspose1d(input: Tensor, weight: Tensor, bias?: Tensor, options: TransposedOptions = {}): Tensor {
  return convolveTransposed("convTranspose1d", 1, input, weight, bias, options);
}

/** Options of {@link ConvTranspose1d}. */
export interface ConvTranspose1dOptions extends TransposedOptions, KernelOptions {
  /** The length of the kernel. */
  readonly kernelSize: number | readonly [number];
  readonly groups?: number;
}

/**
 * {@link convTranspose1d} with a weight [inChannels, outChannels / groups, kernel length] and a bias of its own, which start
 * as U(−1/√n, 1/√n), where n is outChannels / groups times the size of the kernel (PyTorch's start).
 */
export class ConvTranspose1d extends TransposedConvolution {
  /** @throws NNError `option` if an option is out of its range */
  constructor(inChannels: number, outChannels: number, options: ConvTranspose1dOptions) {
    super(1, inChannels, outChannels, options);
  }
}
