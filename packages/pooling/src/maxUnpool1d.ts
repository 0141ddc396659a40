import type { Tensor } from "@nn/tensor";
import { MaxUnpool, maxUnpool, type MaxUnpoolOptions } from "./maxUnpool.ts";

/**
 * y[n, c, indices[n,c,i]] = x[n,c,i], where positions count in row-major order through a channel's plane of the
 * result; y is 0 elsewhere. Of several elements with one position the last one stays, and it alone gets a gradient (in
 * PyTorch, all of them). A position outside the plane is dropped.
 *
 * `torch.nn.MaxUnpool1d`. Nothing is scattered: each element of the result looks for its position. Where the positions
 * come from a pooling of this package, in its windows; other positions are looked for everywhere, which takes time in
 * proportion to the product of both sizes.
 *
 * @param input of shape [batch, channels, length], or without the batch
 * @param indices int32, of the input's shape, as `maxPool1dWithIndices` gives them
 * @returns of shape [batch, channels, length'], where a spatial size is (size − 1) · stride − 2 · padding +
 *   kernelSize, or `outputSize`
 * @throws NNError `shape` unless the input has 3 axes, or 2 without a batch, and the indices have its shape
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless the indices are int32
 * @example
 * ```ts
 * const x = tensor([[[1, 3, 5, 2]]], { backend });
 * const { output, indices } = maxPool1dWithIndices(x, { kernelSize: 2 });
 * await maxUnpool1d(output, indices, { kernelSize: 2 }).data(); // 0, 3, 5, 0
 * ```
 */
export function maxUnpool1d(input: Tensor, indices: Tensor, options: MaxUnpoolOptions): Tensor {
  return maxUnpool("maxUnpool1d", 1, input, indices, options);
}

/** {@link maxUnpool1d} as a module, whose `forward` takes the input and the indices. */
export class MaxUnpool1d extends MaxUnpool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxUnpoolOptions) {
    super(1, options);
  }
}
