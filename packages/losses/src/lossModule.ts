import { Module } from "@nn/module";
import type { Tensor } from "@nn/tensor";
import type { Reduction } from "./reduction.ts";

/** The option of every loss. */
export interface LossOptions {
  /** How the losses of the elements become the result. Default: `"mean"`. */
  readonly reduction?: Reduction;
}

/** A loss as a module, which keeps the options of its function. */
export abstract class LossModule<
  Options extends object,
  Inputs extends readonly Tensor[] = [input: Tensor, target: Tensor],
> extends Module<Inputs> {
  readonly options: Options;

  constructor(options: Options) {
    super();
    this.options = options;
  }

  protected override describe(): string {
    const shown = Object.entries(this.options).filter(([, value]) =>
      ["string", "number", "boolean"].includes(typeof value),
    );
    return shown.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ");
  }
}
