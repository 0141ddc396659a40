import { Conv2d, type Conv2dOptions } from "@nn/convolution";
import { Module } from "@nn/module";
import { perAxis, permute, reshape, type Tensor } from "@nn/tensor";
import { squash } from "./squash.ts";

/**
 * The first capsules of a network: a convolution to capsules · features channels, whose channels are taken together in
 * vectors and squashed. [batch, channels, height, width] becomes [batch, capsules · height' · width', features].
 *
 * Source: Sabour, Frosst & Hinton 2017, "Dynamic Routing Between Capsules", with 32 capsules of 8 features, a kernel of
 * 9 × 9 and stride 2.
 */
export class PrimaryCapsules extends Module {
  readonly capsules: number;
  readonly features: number;
  readonly conv: Conv2d;

  /** @throws NNError `option` unless the numbers are positive integers, and the convolution's options right */
  constructor(inChannels: number, capsules: number, features: number, options: Conv2dOptions) {
    super();
    perAxis("PrimaryCapsules", "capsules", capsules, 1, 1);
    perAxis("PrimaryCapsules", "features", features, 1, 1);
    this.capsules = capsules;
    this.features = features;
    this.conv = new Conv2d(inChannels, capsules * features, options);
  }

  /** @throws NNError `shape` unless the convolution takes the input */
  override forward(input: Tensor): Tensor {
    const maps = this.conv.forward(input);
    const [batch, , height, width] = maps.shape;
    const vectors = permute(reshape(maps, [batch!, this.capsules, this.features, height!, width!]), [0, 1, 3, 4, 2]);
    return squash(reshape(vectors, [batch!, this.capsules * height! * width!, this.features]));
  }

  protected override describe(): string {
    return `${this.capsules}×${this.features}`;
  }
}
