import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from "@nn/convolution";
import type { AnyModule } from "@nn/module";
import { spectralNorm as baseSpectralNorm, weightNorm as baseWeightNorm } from "@nn/normalization";
import type { Generator } from "@nn/tensor";
import { Linear } from "./linear.ts";

/** Options of {@link weightNorm}. */
export interface WeightNormOptions {
  /** The axis of which each position has a magnitude of its own, or null or −1 for one magnitude. Default: 0. */
  readonly dim?: number | null;
}

/**
 * `paddle.nn.utils.weight_norm` (3.0): the layer learns a parameter by its direction and its magnitude. In states the
 * magnitude keeps the axes that it does not have in PaddlePaddle's, as axes of size 1.
 *
 * @param name the property. Default: "weight".
 * @returns the layer, which is changed in place
 * @throws NNError `option` unless the layer has such a parameter with such an axis
 *
 * @example
 * ```ts
 * const layer = weightNorm(new Conv2DTranspose(3, 2, 1, { backend }), "weight");
 * layer.namedParameters().map(([name]) => name); // bias, weight_g, weight_v
 * ```
 */
export function weightNorm<Kind extends AnyModule>(
  layer: Kind,
  name = "weight",
  { dim = 0 }: WeightNormOptions = {},
): Kind {
  return baseWeightNorm(layer, name, { axis: dim === -1 ? null : dim });
}

/** Options of {@link spectralNorm}. */
export interface SpectralNormOptions {
  /** How many steps of the power iteration each use in training makes. Default: 1. */
  readonly nPowerIterations?: number;
  /** Norms below this count as this. Default: 1e-12. */
  readonly eps?: number;
  /** The axis of the matrix' rows. Default: 1 for {@link Linear} and transposed convolutions, 0 for others. */
  readonly dim?: number | undefined;
  /** Where the first singular vectors are drawn from. Default: a new generator with a random seed. */
  readonly generator?: Generator | undefined;
}

/**
 * `paddle.nn.utils.spectral_norm` (3.0): the layer uses a parameter divided by its largest singular value.
 *
 * @param name the property. Default: "weight".
 * @returns the layer, which is changed in place
 * @throws NNError `option` unless the layer has such a parameter, and options are in their ranges
 *
 * @example
 * ```ts
 * const layer = spectralNorm(new Conv2DTranspose(1, 2, 1, { backend, biasAttr: false }), "weight");
 * Object.keys(layer.stateDict()); // weight_orig, weight_u, weight_v
 * ```
 */
export function spectralNorm<Kind extends AnyModule>(
  layer: Kind,
  name = "weight",
  options: SpectralNormOptions = {},
): Kind {
  const { nPowerIterations = 1, eps = 1e-12, generator } = options;
  const axis = options.dim ?? (second.some((kind) => layer instanceof kind) ? 1 : 0);
  return baseSpectralNorm(layer, name, {
    ...{ axis, powerIterations: nPowerIterations, epsilon: eps },
    ...(generator && { generator }),
  });
}

/** The layers whose outputs are on the second axis of the weight. */
const second = [Linear, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d];
