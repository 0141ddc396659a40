import type { Tensor } from "@nn/tensor";
import { drop } from "./dropout.ts";
import { MaskedModule, type DroppingModuleOptions } from "./dropoutModule.ts";
import type { DropoutMode } from "./dropoutOptions.ts";

/** Options of {@link Dropout}. */
export interface DropoutModuleOptions extends DroppingModuleOptions {
  /** Where and when the mean is kept. Default: "upscaleInTrain". */
  readonly mode?: DropoutMode;
  /** Axes along which all elements are kept or dropped together. Default: none. */
  readonly sharedAxes?: number | readonly number[];
}

/** `dropout` as a module with a generator of its own; in evaluation it gives back its input. */
export class Dropout extends MaskedModule {
  readonly mode: DropoutMode;
  readonly sharedAxes: number | readonly number[];

  /** @throws NNError `option` unless 0 ≤ probability ≤ 1 */
  constructor(options: DropoutModuleOptions = {}) {
    super(options);
    this.mode = options.mode ?? "upscaleInTrain";
    this.sharedAxes = options.sharedAxes ?? [];
  }

  protected override drop(input: Tensor): { readonly output: Tensor; readonly mask: () => Tensor } {
    return drop("dropout", input, this);
  }

  protected override describe(): string {
    const mode = this.mode === "upscaleInTrain" ? "" : `, mode=${this.mode}`;
    const axes = typeof this.sharedAxes === "number" ? [this.sharedAxes] : this.sharedAxes;
    return `${super.describe()}${mode}${axes.length > 0 ? `, sharedAxes=${axes.join(",")}` : ""}`;
  }
}
