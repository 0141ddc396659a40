import type { Tensor } from "@nn/tensor";
import { ChannelDropout, dropChannels } from "./channelDropout.ts";
import type { ChannelDropoutModuleOptions, ChannelDropoutOptions } from "./channelDropout.ts";

/**
 * y[n,c,i,j] = x[n,c,i,j] / (1 − p) where the channel (n,c) is kept, and 0 where it is dropped: a channel as a whole, with
 * probability p, for each sample on its own. Neighbours in a feature map are alike, so dropping single elements would
 * hide little. As PyTorch's `dropout2d` and, with `layout: "channels-last"`, Keras' `SpatialDropout2D`.
 *
 * An input of 3 axes is a sample without a batch. (PyTorch takes it for a batch of [channels, length].)
 *
 * Source: Tompson et al. 2015, "Efficient Object Localization Using Convolutional Networks".
 *
 * @param input of shape [batch, channels, height, width], or without the batch
 * @throws NNError `shape` if the input has another number of axes
 * @throws NNError `option` unless 0 ≤ probability ≤ 1
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * const x = tensor([[[[1, 2]], [[3, 4]], [[5, 6]]]], { backend });
 * await dropout2d(x, { generator: generator(1) }).data(); // 2, 4, 0, 0, 0, 0
 * ```
 */
export function dropout2d(input: Tensor, options: ChannelDropoutOptions): Tensor {
  return dropChannels(2, input, options).output;
}

/** {@link dropout2d} as a module with a generator of its own; in evaluation it gives back its input. */
export class Dropout2d extends ChannelDropout {
  /** @throws NNError `option` unless 0 ≤ probability ≤ 1 */
  constructor(options: ChannelDropoutModuleOptions = {}) {
    super(2, options);
  }
}
