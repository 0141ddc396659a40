import type { Tensor } from "@nn/tensor";
import { MaxUnpool, maxUnpool, type MaxUnpoolOptions } from "./maxUnpool.ts";

/**
 * y[n, c, indices[n,c,d,i,j]] = x[n,c,d,i,j], where positions count in row-major order through a channel's plane of
 * the result; y is 0 elsewhere. Of several elements with one position the last one stays, and it alone gets a gradient
 * (in PyTorch, all of them). A position outside the plane is dropped.
 *
 * `torch.nn.MaxUnpool3d`. Nothing is scattered: each element of the result looks for its position. Where the positions
 * come from a pooling of this package, in its windows; other positions are looked for everywhere, which takes time in
 * proportion to the product of both sizes.
 *
 * @param input of shape [batch, channels, depth, height, width], or without the batch
 * @param indices int32, of the input's shape, as `maxPool3dWithIndices` gives them
 * @returns of shape [batch, channels, depth', height', width'], where a spatial size is (size − 1) · stride − 2 ·
 *   padding + kernelSize, or `outputSize`
 * @throws NNError `shape` unless the input has 5 axes, or 4 without a batch, and the indices have its shape
 * @throws NNError `option` if an option is out of its range
 * @throws NNError `dtype` unless the indices are int32
 * @example
 * ```ts
 * const x = tensor([[[[[1, 2], [8, 3]], [[5, 0], [4, 7]]]]], { backend });
 * const { output, indices } = maxPool3dWithIndices(x, { kernelSize: 2 });
 * await maxUnpool3d(output, indices, { kernelSize: 2 }).data(); // 0, 0, 8, 0, 0, 0, 0, 0
 * ```
 */
export function maxUnpool3d(input: Tensor, indices: Tensor, options: MaxUnpoolOptions): Tensor {
  return maxUnpool("maxUnpool3d", 3, input, indices, options);
}

/** {@link maxUnpool3d} as a module, whose `forward` takes the input and the indices. */
export class MaxUnpool3d extends MaxUnpool {
  /** @throws NNError `option` if an option is out of its range */
  constructor(options: MaxUnpoolOptions) {
    super(3, options);
  }
}
