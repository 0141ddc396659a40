import type { Tensor } from "@nn/tensor";
import type { KernelOptions } from "./convolutionModule.ts";
import { Convolution, convolve } from "./convolve.ts";
import type { ConvolutionOptions } from "./geometry.ts";

/**
 * y[n,o,i] = Σ_{c,u} x[n, c, i·stride − padding + u·dilation] · weight[o,c,u] + bias[o], where x is 0 outside its shape:
 * the cross-correlation that is called convolution.
 *
 * @param input of shape [batch, channels, length], or without the batch
 * @param weight of shape [outputs, channels / groups, kernel length]
 * @param bias of shape [outputs]; default: none
 * @returns of shape [batch, outputs, length'], where a spatial size is
 *   ⌊(size + padding at both ends − dilation · (kernel size − 1) − 1) / stride⌋ + 1
 * @throws NNError `shape` unless the shapes fit one another and the kernel fits into the padded input
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless all are floats of one type
 *
 * @example
 * ```ts
 * const x = tensor([[[1, 2, 3, 4]]], { backend });
 * await conv1d(x, tensor([[[1, 10]]], { backend })).data(); // 21, 32, 43
 * ```
 */
export function conv1d(input: Tensor, weight: Tensor, bias?: Tensor, options: ConvolutionOptions = {}): Tensor {
  return convolve("conv1d", 1, input, weight, bias, options);
}

/** Options of {@link Conv1d}. */
export interface Conv1dOptions extends ConvolutionOptions, KernelOptions {
  /** The length of the kernel. */
  readonly kernelSize: number | readonly [number];
  readonly groups?: number;
}

/**
 * {@link conv1d} with a weight [outChannels, inChannels / groups, kernel length] and a bias of its own, which start as
 * U(−1/√n, 1/√n), where n is inChannels / groups times the size of the kernel (PyTorch's start).
 */
export class Conv1d extends Convolution {
  /** @throws NNError `option` if an option is out of its range */
  constructor(inChannels: number, outChannels: number, options: Conv1dOptions) {
    super(1, inChannels, outChannels, options);
  }
}
