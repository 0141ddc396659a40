import type { Tensor } from "@nn/tensor";
import type { KernelOptions } from "./convolutionModule.ts";
import { Convolution, convolve } from "./convolve.ts";
import type { ConvolutionOptions } from "./geometry.ts";

/**
 * y[n,o,i,j,k] = Σ_{c,u,v,w} x[n,c,p,q,r] · weight[o,c,u,v,w] + bias[o], with p = i·stride − padding + u·dilation, q and r
 * likewise, and x = 0 outside its shape: the cross-correlation that is called convolution.
 *
 * @param input of shape [batch, channels, depth, height, width], or without the batch
 * @param weight of shape [outputs, channels / groups, kernel depth, kernel height, kernel width]
 * @param bias of shape [outputs]; default: none
 * @returns of shape [batch, outputs, depth', height', width'], where a spatial size is
 *   ⌊(size + padding at both ends − dilation · (kernel size − 1) − 1) / stride⌋ + 1
 * @throws NNError `shape` unless the shapes fit one another and the kernel fits into the padded input
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless all are floats of one type
 *
 * @example
 * ```ts
 * const x = ones([1, 1, 2, 3, 3], { backend });
 * await conv3d(x, ones([1, 1, 2, 2, 3], { backend })).data(); // 12, 12
 * ```
 */
export function conv3d(input: Tensor, weight: Tensor, bias?: Tensor, options: ConvolutionOptions = {}): Tensor {
  return convolve("conv3d", 3, input, weight, bias, options);
}

/** Options of {@link Conv3d}. */
export interface Conv3dOptions extends ConvolutionOptions, KernelOptions {
  /** Depth, height and width of the kernel. */
  readonly kernelSize: number | readonly [number, number, number];
  readonly groups?: number;
}

/**
 * {@link conv3d} with a weight [outChannels, inChannels / groups, kernel depth, kernel height, kernel width] and a bias of its own, which start as
 * U(−1/√n, 1/√n), where n is inChannels / groups times the size of the kernel (PyTorch's start).
 */
export class Conv3d extends Convolution {
  /** @throws NNError `option` if an option is out of its range */
  constructor(inChannels: number, outChannels: number, options: Conv3dOptions) {
    super(3, inChannels, outChannels, options);
  }
}
