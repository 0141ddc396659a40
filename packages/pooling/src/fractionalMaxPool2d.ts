import type { Tensor } from "@nn/tensor";
import {
  FractionalMaxPool,
  fractionalMaxPool,
  type FractionalMaxPoolModuleOptions,
  type FractionalMaxPoolOptions,
} from "./fractionalMaxPool.ts";
import type { MaxPoolResult } from "./maxPool.ts";

/**
 * y[n,c,i,j] = the maximum of x[n,c,…] over a window of `kernelSize` that starts, along each axis, at ⌊(i + u) · α⌋ −
 * ⌊u · α⌋ with α = (size − kernelSize) / (outputSize − 1) and a random u in [0, 1) for each channel of each image; the
 * last one ends with the input. So windows lie at steps of two sizes in random order, and pooling can shrink by a
 * factor that is no integer. A NaN wins; the first maximum takes the whole gradient.
 *
 * Without a `kernelSize` windows lie end to end: α = size / outputSize, and each ends where the next one starts. This is
 * the paper's disjoint form and PaddlePaddle's default, the other the overlapping one.
 *
 * Source: Graham 2014, "Fractional Max-Pooling"; `torch.nn.FractionalMaxPool2d`. The starts are computed in integers,
 * so that every backend gives the same.
 *
 * @param input of shape [batch, channels, height, width], or without the batch; with `layout: "channels-last"` the
 *   channels come last
 * @returns of shape [batch, channels, …outputSize]
 * @throws NNError `shape` unless the input has 4 axes, or 3 without a batch, and the windows fit into it
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = reshape(arange(25, { backend }), [1, 1, 5, 5]);
 * const samples = tensor([[[0, 0.5]]], { backend });
 * await fractionalMaxPool2d(x, { kernelSize: 2, outputSize: 3, samples }).data(); // 6, 8, 9, 11, 13, 14, 21, 23, 24
 * ```
 */
export function fractionalMaxPool2d(input: Tensor, options: FractionalMaxPoolOptions): Tensor {
  return fractionalMaxPool("fractionalMaxPool2d", 2, input, options).output;
}

/**
 * {@link fractionalMaxPool2d}, with the position of each maximum.
 *
 * @throws NNError `shape` unless the input has 4 axes, or 3 without a batch, and the windows fit into it
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = reshape(arange(25, { backend }), [1, 1, 5, 5]);
 * const samples = tensor([[[0, 0.5]]], { backend });
 * await fractionalMaxPool2dWithIndices(x, { kernelSize: 2, outputSize: 3, samples }).indices.data(); // 6, 8, 9, 11, 13, 14, 21, 23, 24
 * ```
 */
export function fractionalMaxPool2dWithIndices(input: Tensor, options: FractionalMaxPoolOptions): MaxPoolResult {
  return fractionalMaxPool("fractionalMaxPool2dWithIndices", 2, input, options);
}

/** {@link fractionalMaxPool2d} as a module. */
export class FractionalMaxPool2d extends FractionalMaxPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: FractionalMaxPoolModuleOptions) {
    super(2, options);
  }
}
