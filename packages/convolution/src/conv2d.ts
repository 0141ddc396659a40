import type { Tensor } from "@nn/tensor";
import type { KernelOptions } from "./convolutionModule.ts";
import { Convolution, convolve } from "./convolve.ts";
import type { ConvolutionOptions } from "./geometry.ts";

/**
 * y[n,o,i,j] = Σ_{c,u,v} x[n, c, i·stride − padding + u·dilation, j·stride − padding + v·dilation] · weight[o,c,u,v]
 * + bias[o], where x is 0 outside its shape: the cross-correlation that is called convolution.
 *
 * @param input of shape [batch, channels, height, width], or without the batch
 * @param weight of shape [outputs, channels / groups, kernel height, kernel width]
 * @param bias of shape [outputs]; default: none
 * @returns of shape [batch, outputs, height', width'], where a spatial size is
 *   ⌊(size + padding at both ends − dilation · (kernel size − 1) − 1) / stride⌋ + 1
 * @throws NNError `shape` unless the shapes fit one another and the kernel fits into the padded input
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless all are floats of one type
 *
 * @example
 * ```ts
 * const x = tensor([[[[1, 2], [3, 4]]]], { backend });
 * await conv2d(x, tensor([[[[1, 10], [100, 1000]]]], { backend })).data(); // 4321
 * ```
 */
export function conv2d(input: Tensor, weight: Tensor, bias?: Tensor, options: ConvolutionOptions = {}): Tensor {
  return convolve("conv2d", 2, input, weight, bias, options);
}

/** Options of {@link Conv2d}. */
export interface Conv2dOptions extends ConvolutionOptions, KernelOptions {
  /** Height and width of the kernel. */
  readonly kernelSize: number | readonly [number, number];
  readonly groups?: number;
}

/**
 * {@link conv2d} with a weight [outChannels, inChannels / groups, kernel height, kernel width] and a bias of its own, which start as
 * U(−1/√n, 1/√n), where n is inChannels / groups times the size of the kernel (PyTorch's start).
 */
export class Conv2d extends Convolution {
  /** @throws NNError `option` if an option is out of its range */
  constructor(inChannels: number, outChannels: number, options: Conv2dOptions) {
    super(2, inChannels, outChannels, options);
  }
}
