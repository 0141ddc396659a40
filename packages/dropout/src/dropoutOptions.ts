import { NNError } from "@nn/backend";
import { formatShape, normalizeAxes, type Generator, type Tensor } from "@nn/tensor";

/**
 * - `upscaleInTrain`: what is kept in training is divided by 1 − probability; evaluation changes nothing
 * - `downscaleInInference`: training changes nothing that is kept; evaluation multiplies by 1 − probability
 */
export type DropoutMode = "upscaleInTrain" | "downscaleInInference";

/** Options of every dropout function. */
export interface DroppingOptions {
  /** How likely an element is to be dropped. Default: 0.5. */
  readonly probability?: number;
  /** Whether elements are dropped. Default: true. */
  readonly training?: boolean;
  /** Where the randomness comes from. A call in training takes one key from it, if the probability is not 0 or 1. */
  readonly generator: Generator;
}

/** @throws NNError `option` unless 0 ≤ probability ≤ 1 */
export function checkProbability(operation: string, probability: number): void {
  if (probability >= 0 && probability <= 1) return;
  throw new NNError("option", `${operation}: expected probability from 0 to 1, got ${probability}`);
}

/** The shape of a mask: 1 along the axes that share it. */
export function maskShape(shape: readonly number[], sharedAxes: readonly number[]): readonly number[] {
  return shape.map((size, axis) => (sharedAxes.includes(axis) ? 1 : size));
}

/** Shared axes as they are given, counted from the front; none by default. */
export function normalSharedAxes(
  operation: string,
  sharedAxes: number | readonly number[] | undefined,
  rank: number,
): readonly number[] {
  return normalizeAxes(operation, sharedAxes ?? [], rank);
}

/** Where the channels are. */
export type ChannelLayout = "channels-first" | "channels-last";

/** Names of spatial axes, the last ones of which a rank takes. */
const spatialNames = ["depth", "height", "width"];

/**
 * The spatial axes of an input of channels, with a batch or without.
 *
 * @throws NNError `shape` if the input has another number of axes, `option` if the layout is none
 */
export function spatialAxes(
  operation: string,
  rank: number,
  input: Tensor,
  layout: ChannelLayout = "channels-first",
): readonly number[] {
  if (layout !== "channels-first" && layout !== "channels-last") {
    const got = JSON.stringify(layout);
    throw new NNError("option", `${operation}: expected layout "channels-first" or "channels-last", got ${got}`);
  }
  const last = layout === "channels-last";
  if (input.rank !== rank + 1 && input.rank !== rank + 2) {
    const spatial = rank === 1 ? ["length"] : spatialNames.slice(-rank);
    const plane = (last ? [...spatial, "channels"] : ["channels", ...spatial]).join(", ");
    const expected = `rank ${rank + 2} [batch, ${plane}] or ${rank + 1} [${plane}]`;
    throw new NNError("shape", `${operation}: expected input of ${expected}, got ${formatShape(input.shape)}`);
  }
  const first = input.rank - rank - (last ? 1 : 0);
  return Array.from({ length: rank }, (_, at) => first + at);
}
