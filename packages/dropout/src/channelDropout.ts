import type { Tensor } from "@nn/tensor";
import { drop } from "./dropout.ts";
import { MaskedModule, type DroppingModuleOptions } from "./dropoutModule.ts";
import { spatialAxes, type ChannelLayout, type DroppingOptions, type DropoutMode } from "./dropoutOptions.ts";

/** Options of `dropout1d`, `dropout2d` and `dropout3d`. */
export interface ChannelDropoutOptions extends DroppingOptions {
  /** Where and when the mean is kept. Default: "upscaleInTrain". */
  readonly mode?: DropoutMode;
  /** Where the channels are. Default: "channels-first"; Keras and TensorFlow.js have them last. */
  readonly layout?: ChannelLayout;
}

/** Options of the modules `Dropout1d`, `Dropout2d` and `Dropout3d`. */
export interface ChannelDropoutModuleOptions extends DroppingModuleOptions {
  /** Where and when the mean is kept. Default: "upscaleInTrain". */
  readonly mode?: DropoutMode;
  /** Where the channels are. Default: "channels-first". */
  readonly layout?: ChannelLayout;
}

/** Dropout of whole channels over `rank` spatial axes, and what makes its mask. */
export function dropChannels(
  rank: number,
  input: Tensor,
  options: ChannelDropoutOptions,
): { readonly output: Tensor; readonly mask: () => Tensor } {
  const operation = `dropout${rank}d`;
  return drop(operation, input, { ...options, sharedAxes: spatialAxes(operation, rank, input, options.layout) });
}

/** Dropout of whole channels as a module with a generator of its own; in evaluation it gives back its input. */
export abstract class ChannelDropout extends MaskedModule {
  readonly mode: DropoutMode;
  readonly layout: ChannelLayout;
  private readonly rank: number;

  /** @throws NNError `option` unless 0 ≤ probability ≤ 1 */
  constructor(rank: number, options: ChannelDropoutModuleOptions) {
    super(options);
    this.rank = rank;
    this.mode = options.mode ?? "upscaleInTrain";
    this.layout = options.layout ?? "channels-first";
  }

  protected override drop(input: Tensor): { readonly output: Tensor; readonly mask: () => Tensor } {
    const { probability, mode, layout, generator, training } = this;
    return dropChannels(this.rank, input, { probability, mode, layout, generator, training });
  }

  protected override describe(): string {
    const mode = this.mode === "upscaleInTrain" ? "" : `, mode=${this.mode}`;
    return `${super.describe()}${mode}${this.layout === "channels-first" ? "" : `, layout=${this.layout}`}`;
  }
}
