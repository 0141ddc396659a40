import { NNError } from "@nn/backend";
import { Module } from "@nn/module";
import { formatShape, softmax, type Tensor } from "@nn/tensor";

/**
 * Softmax over the channels, at each place of an image.
 *
 * @param x of shape [batch, channels, height, width] or [channels, height, width], which the result has, too
 * @throws NNError `shape` unless it has 3 or 4 axes
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([[[0]], [[Math.log(3)]]], { backend });
 * await softmax2d(x).data(); // 0.25, 0.75
 * ```
 */
export function softmax2d(x: Tensor): Tensor {
  if (x.rank === 3 || x.rank === 4) return softmax(x, { axis: -3 });
  const expected = "input of rank 4 [batch, channels, height, width] or 3 [channels, height, width]";
  throw new NNError("shape", `softmax2d: expected ${expected}, got ${formatShape(x.shape)}`);
}

/** {@link softmax2d} as a module. */
export class Softmax2d extends Module {
  override forward(input: Tensor): Tensor {
    return softmax2d(input);
  }
}
