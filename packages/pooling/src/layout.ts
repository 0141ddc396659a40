import { NNError } from "@nn/backend";
import { formatShape, type Tensor } from "@nn/tensor";

/**
 * Where the channels are: `[batch, channels, height, width]` ("channels-first": PyTorch, ONNX; "NCHW") or
 * `[batch, height, width, channels]` ("channels-last": Keras, TensorFlow.js; "NHWC"). Results have the input's layout.
 */
export type Layout = "channels-first" | "channels-last";

/** The spatial axes of a tensor, which follow one another. */
export interface SpatialAxes {
  /** The first of them. */
  readonly firstAxis: number;
  /** Their sizes. */
  readonly inputSize: readonly number[];
}

const names = ["depth", "height", "width"];

/**
 * Finds the `rank` spatial axes of an input with a batch or, in one axis less, without.
 *
 * @throws NNError `shape` if the input has another number of axes, `option` if the layout is none
 */
export function spatialAxes(operation: string, rank: number, input: Tensor, layout: Layout | undefined): SpatialAxes {
  const last = checkLayout(operation, layout) === "channels-last";
  const single = input.rank === rank + 1;
  if (!single && input.rank !== rank + 2) {
    const spatial = rank === 1 ? ["length"] : names.slice(-rank);
    const plane = last ? [...spatial, "channels"] : ["channels", ...spatial];
    const expected = `rank ${rank + 2} [batch, ${plane.join(", ")}] or ${rank + 1} [${plane.join(", ")}]`;
    throw new NNError("shape", `${operation}: expected input of ${expected}, got ${formatShape(input.shape)}`);
  }
  const firstAxis = (single ? 0 : 1) + (last ? 0 : 1);
  return { firstAxis, inputSize: input.shape.slice(firstAxis, firstAxis + rank) };
}

/** @throws NNError `option` if the layout is none; the default is "channels-first" */
export function checkLayout(operation: string, layout: Layout = "channels-first"): Layout {
  if (layout === "channels-first" || layout === "channels-last") return layout;
  const got = JSON.stringify(layout);
  throw new NNError("option", `${operation}: expected layout "channels-first" or "channels-last", got ${got}`);
}

/** A shape whose spatial axes have other sizes. */
export function withSpatial(shape: readonly number[], firstAxis: number, sizes: readonly number[]): number[] {
  return shape.map((size, axis) => sizes[axis - firstAxis] ?? size);
}
