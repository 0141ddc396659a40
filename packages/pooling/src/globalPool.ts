import { NNError } from "@nn/backend";
import { formatShape, reshape, sizeOf, type Tensor } from "@nn/tensor";
import { checkLayout, type Layout } from "./layout.ts";
import { tiles, type PoolWindow } from "./window.ts";

/** Options of global pooling. */
export interface GlobalPoolOptions {
  /** Where the channels are. Default: "channels-first". In Keras it is "channels-last". */
  readonly layout?: Layout;
  /** Whether the spatial axes stay, as size 1. Default: true, as in ONNX. In Keras it is false. */
  readonly keepDims?: boolean;
}

/**
 * One window over all spatial axes of an input with a batch, whatever their number.
 *
 * @param pool what is done with it
 * @throws NNError `shape` unless there are a batch, channels and at least one spatial axis, none of size 0
 */
export function overWholePlane(
  operation: string,
  input: Tensor,
  options: GlobalPoolOptions,
  pool: (window: PoolWindow) => Tensor,
): Tensor {
  const last = checkLayout(operation, options.layout) === "channels-last";
  const firstAxis = last ? 1 : 2;
  const inputSize = input.shape.slice(firstAxis, last ? -1 : undefined);
  if (input.rank < 3 || sizeOf(inputSize) === 0) {
    const expected = `a batch, channels and spatial axes of at least 1 in the layout "${last ? "channels-last" : "channels-first"}"`;
    throw new NNError("shape", `${operation}: expected ${expected}, got ${formatShape(input.shape)}`);
  }
  const result = pool(tiles(firstAxis, inputSize));
  if (options.keepDims ?? true) return result;
  return reshape(result, [input.shape[0]!, input.shape.at(last ? -1 : 1)!]);
}
