import { NNError } from "@nn/backend";
import { formatShape, normalizeAxis, reshape, sizeOf, type Tensor } from "@nn/tensor";
import { Module } from "./module.ts";

/** Options of {@link flatten} and {@link Flatten}. */
export interface FlattenOptions {
  /** The first axis to merge; negative ones count from the end. Default: 1 in `Flatten`, 0 in `flatten`. */
  readonly startAxis?: number;
  /** The last axis to merge. Default: -1. */
  readonly endAxis?: number;
}

/**
 * The tensor with the axes from `startAxis` to `endAxis` merged into one: [N, C, H, W] from axis 1 gives [N, C·H·W].
 * A scalar becomes [1]. Nothing is copied.
 *
 * @throws NNError `option` if an axis does not exist, or the first lies behind the last
 */
export function flatten(input: Tensor, options: FlattenOptions = {}): Tensor {
  if (input.rank === 0) return reshape(input, [1]);
  const start = normalizeAxis("flatten", options.startAxis ?? 0, input.rank);
  const end = normalizeAxis("flatten", options.endAxis ?? -1, input.rank);
  if (start > end) {
    const axes = `startAxis ${options.startAxis ?? 0} and endAxis ${options.endAxis ?? -1}`;
    throw new NNError(
      "option",
      `flatten: expected startAxis before endAxis, got ${axes} for ${formatShape(input.shape)}`,
    );
  }
  const merged = sizeOf(input.shape.slice(start, end + 1));
  return reshape(input, [...input.shape.slice(0, start), merged, ...input.shape.slice(end + 1)]);
}

/** {@link flatten} as a module, by default from axis 1, so that the batch stays. */
export class Flatten extends Module {
  readonly startAxis: number;
  readonly endAxis: number;

  constructor(options: FlattenOptions = {}) {
    super();
    this.startAxis = options.startAxis ?? 1;
    this.endAxis = options.endAxis ?? -1;
  }

  override forward(input: Tensor): Tensor {
    return flatten(input, this);
  }

  protected override describe(): string {
    return `startAxis=${this.startAxis}, endAxis=${this.endAxis}`;
  }
}
