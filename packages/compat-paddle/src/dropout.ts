import {
  AlphaDropout as BaseAlphaDropout,
  Dropout as BaseDropout,
  Dropout2d,
  Dropout3d,
  dropout,
  FeatureAlphaDropout as BaseFeatureAlphaDropout,
  type DroppingModuleOptions,
} from "@nn/dropout";
import { normalizeAxes, type Generator, type Tensor } from "@nn/tensor";
import { isChannelsLast, type DataFormat } from "./dataFormat.ts";

/** Options of {@link AlphaDropout} and {@link FeatureAlphaDropout}. */
export interface AlphaDropoutOptions {
  /** How likely an element is to be dropped. Default: 0.5. */
  readonly p?: number;
  /** Where the module's own generator is forked from. Default: a new one with a random seed. */
  readonly generator?: Generator | undefined;
}

/** Options of {@link Dropout}. */
export interface DropoutOptions extends AlphaDropoutOptions {
  /** The axes along which elements are dropped one by one; along the others they go together. Default: all. */
  readonly axis?: number | readonly number[] | undefined;
  /** Whether the mean is kept in training, or in inference by multiplying by 1 − p. Default: "upscale_in_train". */
  readonly mode?: "upscale_in_train" | "downscale_in_infer";
}

/** Options of {@link Dropout2D} and {@link Dropout3D}. */
export interface ChannelDropoutOptions extends AlphaDropoutOptions {
  /** Where the channels are. Default: before the spatial axes. */
  readonly dataFormat?: DataFormat;
}

/** `paddle.nn.Dropout`. */
export class Dropout extends BaseDropout {
  readonly axis: number | readonly number[] | undefined;

  /** @throws NNError `option` unless p is from 0 to 1 */
  constructor(options: DropoutOptions = {}) {
    super({
      ...dropping(options),
      mode: options.mode === "downscale_in_infer" ? "downscaleInInference" : "upscaleInTrain",
    });
    this.axis = options.axis;
  }

  override forward(input: Tensor): Tensor {
    const { probability, training, mode, generator, axis } = this;
    const own = normalizeAxes("Dropout", axis, input.rank);
    const sharedAxes = input.shape.map((_, at) => at).filter((at) => !own.includes(at));
    return dropout(input, { probability, training, mode, generator, sharedAxes });
  }
}

/** `paddle.nn.Dropout2D`: whole channels are dropped. */
export class Dropout2D extends Dropout2d {
  /** @throws NNError `option` unless p is from 0 to 1 */
  constructor(options: ChannelDropoutOptions = {}) {
    super({ ...dropping(options), layout: layoutOf("Dropout2D", 2, options) });
  }
}

/** `paddle.nn.Dropout3D`: whole channels are dropped. */
export class Dropout3D extends Dropout3d {
  /** @throws NNError `option` unless p is from 0 to 1 */
  constructor(options: ChannelDropoutOptions = {}) {
    super({ ...dropping(options), layout: layoutOf("Dropout3D", 3, options) });
  }
}

/** `paddle.nn.AlphaDropout`. */
export class AlphaDropout extends BaseAlphaDropout {
  /** @throws NNError `option` unless p is from 0 to 1 */
  constructor(options: AlphaDropoutOptions = {}) {
    super(dropping(options));
  }
}

/** `paddle.nn.FeatureAlphaDropout` (3.0): whole channels are dropped. */
export class FeatureAlphaDropout extends BaseFeatureAlphaDropout {
  /** @throws NNError `option` unless p is from 0 to 1 */
  constructor(options: AlphaDropoutOptions = {}) {
    super(dropping(options));
  }
}

function dropping({ p = 0.5, generator }: AlphaDropoutOptions): DroppingModuleOptions {
  return generator ? { probability: p, generator } : { probability: p };
}

function layoutOf(operation: string, rank: number, { dataFormat }: ChannelDropoutOptions) {
  return isChannelsLast(operation, rank, dataFormat) ? "channels-last" : "channels-first";
}
