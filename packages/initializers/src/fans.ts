import { NNError } from "@nn/backend";
import { formatShape, sizeOf } from "@nn/tensor";

/** How many numbers each output of a weight sums, and how many outputs each input reaches. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * The fans of a weight [outputs, inputs, …kernel]: inputs · kernel size, and outputs · kernel size.
 *
 * @throws NNError `shape` if there are fewer than two axes
 */
export function fansOf(operation: string, shape: readonly number[]): Fans {
  const [outputs, inputs, ...kernel] = shape;
  if (outputs === undefined || inputs === undefined) {
    throw new NNError(
      "shape",
      `${operation}: expected a shape [outputs, inputs, ...kernel], got ${formatShape(shape)}`,
    );
  }
  const size = sizeOf(kernel);
  return { fanIn: inputs * size, fanOut: outputs * size };
}
