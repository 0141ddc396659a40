import { NNError } from "@nn/backend";
import { formatShape, type Tensor } from "@nn/tensor";
import { dropToSaturation } from "./alphaDropout.ts";
import { MaskedModule } from "./dropoutModule.ts";
import type { DroppingOptions } from "./dropoutOptions.ts";

/**
 * `alphaDropout` of whole channels: y[n,c,…] = a · (x[n,c,…] or α′) + b, with one decision for each channel of each
 * sample. As PyTorch's `feature_alpha_dropout`.
 *
 * Source: Klambauer et al. 2017, "Self-Normalizing Neural Networks".
 *
 * @param input of shape [batch, channels, …]
 * @throws NNError `shape` if there are fewer axes
 * @throws NNError `option` unless 0 ≤ probability ≤ 1
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * const x = zeros([1, 3, 2], { backend });
 * await featureAlphaDropout(x, { generator: generator(1) }).data(); // 0.779, 0.779, -0.779, -0.779, -0.779, -0.779
 * ```
 */
export function featureAlphaDropout(input: Tensor, options: DroppingOptions): Tensor {
  return dropFeatures(input, options).output;
}

/** {@link featureAlphaDropout} as a module with a generator of its own; in evaluation it gives back its input. */
export class FeatureAlphaDropout extends MaskedModule {
  protected override drop(input: Tensor): { readonly output: Tensor; readonly mask: () => Tensor } {
    return dropFeatures(input, this);
  }
}

function dropFeatures(input: Tensor, options: DroppingOptions): ReturnType<typeof dropToSaturation> {
  if (input.rank < 2) {
    const got = formatShape(input.shape);
    throw new NNError("shape", `featureAlphaDropout: expected input of shape [batch, channels, …], got ${got}`);
  }
  const positions = input.shape.map((_, axis) => axis).slice(2);
  return dropToSaturation("featureAlphaDropout", input, options, positions);
}
