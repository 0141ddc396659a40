import { NNError } from "@nn/backend";
import type { PoolOptions as Options } from "@nn/pooling";
import { isChannelsLast, type DataFormat } from "./dataFormat.ts";
import { paddingOf, type Padding } from "./padding.ts";

/** Options of poolings with windows; one number for all spatial axes, or one for each. */
export interface PoolOptions {
  /** The size of the window. */
  readonly kernelSize: number | readonly number[];
  /** The distance between windows. Default: the size of the window. */
  readonly stride?: number | readonly number[] | undefined;
  /** How far windows reach beyond the input. Default: 0. */
  readonly padding?: Padding;
  /** Whether a last window that sticks out counts; not together with "VALID". Default: false. */
  readonly ceilMode?: boolean;
  /** Where the channels are. Default: before the spatial axes. */
  readonly dataFormat?: DataFormat;
}

/** @throws NNError `option` if padding or data format do not fit the rank */
export function poolOptions(operation: string, rank: number, options: PoolOptions): Options {
  const { kernelSize, stride, ceilMode = false } = options;
  const channelsLast = isChannelsLast(operation, rank, options.dataFormat);
  const padding = paddingOf(operation, rank, options.padding, channelsLast);
  if (padding === "valid" && ceilMode) {
    throw new NNError("option", `${operation}: expected ceilMode false with padding "VALID", got true`);
  }
  return {
    kernelSize,
    padding,
    ceilMode,
    ...(stride !== undefined && { stride }),
    ...(channelsLast && { layout: "channels-last" }),
  };
}
