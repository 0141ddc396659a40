import type { Tensor } from "@nn/tensor";
import {
  FractionalMaxPool,
  fractionalMaxPool,
  type FractionalMaxPoolModuleOptions,
  type FractionalMaxPoolOptions,
} from "./fractionalMaxPool.ts";
import type { MaxPoolResult } from "./maxPool.ts";

/**
 * y[n,c,d,i,j] = the maximum of x[n,c,…] over a window of `kernelSize` that starts, along each axis, at ⌊(i + u) · α⌋
 * − ⌊u · α⌋ with α = (size − kernelSize) / (outputSize − 1) and a random u in [0, 1) for each channel of each image;
 * the last one ends with the input. So windows lie at steps of two sizes in random order, and pooling can shrink by a
 * factor that is no integer. A NaN wins; the first maximum takes the whole gradient.
 *
 * Without a `kernelSize` windows lie end to end: α = size / outputSize, and each ends where the next one starts. This is
 * the paper's disjoint form and PaddlePaddle's default, the other the overlapping one.
 *
 * Source: Graham 2014, "Fractional Max-Pooling"; `torch.nn.FractionalMaxPool3d`. The starts are computed in integers,
 * so that every backend gives the same.
 *
 * @param input of shape [batch, channels, depth, height, width], or without the batch; with `layout: "channels-last"`
 *   the channels come last
 * @returns of shape [batch, channels, …outputSize]
 * @throws NNError `shape` unless the input has 5 axes, or 4 without a batch, and the windows fit into it
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = reshape(arange(20, { backend }), [1, 1, 5, 2, 2]);
 * const samples = tensor([[[0, 0, 0]]], { backend });
 * await fractionalMaxPool3d(x, { kernelSize: 2, outputSize: [3, 1, 1], samples }).data(); // 7, 11, 19
 * ```
 */
export function fractionalMaxPool3d(input: Tensor, options: FractionalMaxPoolOptions): Tensor {
  return fractionalMaxPool("fractionalMaxPool3d", 3, input, options).output;
}

/**
 * {@link fractionalMaxPool3d}, with the position of each maximum.
 *
 * @throws NNError `shape` unless the input has 5 axes, or 4 without a batch, and the windows fit into it
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` for truth values
 * @example
 * ```ts
 * const x = reshape(arange(20, { backend }), [1, 1, 5, 2, 2]);
 * const options = { kernelSize: 2, outputSize: [3, 1, 1], generator: generator(1) };
 * fractionalMaxPool3dWithIndices(x, options).indices.shape; // 1, 1, 3, 1, 1
 * ```
 */
export function fractionalMaxPool3dWithIndices(input: Tensor, options: FractionalMaxPoolOptions): MaxPoolResult {
  return fractionalMaxPool("fractionalMaxPool3dWithIndices", 3, input, options);
}

/** {@link fractionalMaxPool3d} as a module. */
export class FractionalMaxPool3d extends FractionalMaxPool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: FractionalMaxPoolModuleOptions) {
    super(3, options);
  }
}
