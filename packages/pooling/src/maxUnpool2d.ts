import type { Tensor } from "@nn/tensor";
import { MaxUnpool, maxUnpool, type MaxUnpoolOptions } from "./maxUnpool.ts";

/**
 * y[n, c, indices[n,c,i,j]] = x[n,c,i,j], where positions count in row-major order through a channel's plane of the
 * result; y is 0 elsewhere. Of several elements with one position the last one stays, and it alone gets a gradient (in
 * PyTorch, all of them). A position outside the plane is dropped.
 *
 * `torch.nn.MaxUnpool2d`. Nothing is scattered: each element of the result looks for its position. Where the positions
 * come from a pooling of this package, in its windows; other positions are looked for everywhere, which takes time in
 * proportion to the product of both sizes.
 *
 * @param input of shape [batch, channels, height, width], or without the batch
 * @param indices int32, of the input's shape, as `maxPool2dWithIndices` gives them
 * @returns of shape [batch, channels, height', width'], where a spatial size is (size − 1) · stride − 2 · padding +
 *   kernelSize, or `outputSize`
 * @throws NNError `shape` unless the input has 4 axes, or 3 without a batch, and the indices have its shape
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless the indices are int32
 * @example
 * ```ts
 * const x = tensor([[[[1, 2, 5, 0], [4, 3, 1, 6]]]], { backend });
 * const { output, indices } = maxPool2dWithIndices(x, { kernelSize: 2 });
 * await maxUnpool2d(output, indices, { kernelSize: 2 }).data(); // 0, 0, 0, 0, 4, 0, 0, 6
 * ```
 */
export function maxUnpool2d(input: Tensor, indices: Tensor, options: MaxUnpoolOptions): Tensor {
  return maxUnpool("maxUnpool2d", 2, input, indices, options);
}

/** {@link maxUnpool2d} as a module, whose `forward` takes the input and the indices. */
export class MaxUnpool2d extends MaxUnpool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxUnpoolOptions) {
    super(2, options);
  }
}
