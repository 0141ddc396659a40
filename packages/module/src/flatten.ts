import { flatten, type Tensor } from "@nn/tensor";
import { Module } from "./module.ts";

/** Options of {@link Flatten}. */
export interface FlattenOptions {
  /** The first axis to merge; negative ones count from the end. Default: 1, so that the batch stays. */
  readonly startAxis?: number;
  /** The last axis to merge. Default: -1. */
  readonly endAxis?: number;
}

/** `flatten` as a module: [N, C, H, W] becomes [N, C·H·W]. */
export class Flatten extends Module {
  readonly startAxis: number;
  readonly endAxis: number;

  constructor(options: FlattenOptions = {}) {
    super();
    this.startAxis = options.startAxis ?? 1;
    this.endAxis = options.endAxis ?? -1;
  }

  override forward(input: Tensor): Tensor {
    return flatten(input, this.startAxis, this.endAxis);
  }

  protected override describe(): string {
    return `startAxis=${this.startAxis}, endAxis=${this.endAxis}`;
  }
}
