import { NNError } from "@nn/backend";
import { formatShape, normalizeAxes } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { reshape } from "./reshape.ts";

/**
 * The tensor without axes of size 1: those that `axes` names, by default all of them.
 *
 * @throws NNError `option` if an axis does not exist
 * @throws NNError `shape` if an axis is of another size
 *
 * @example
 * ```ts
 * const x = zeros([1, 3, 1], { backend });
 * squeeze(x, 0).shape; // 3, 1
 * ```
 */
export function squeeze(input: Tensor, axes?: number | readonly number[]): Tensor {
  const { shape } = input;
  const ones = shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  const removed = axes === undefined ? ones : normalizeAxes("squeeze", axes, input.rank);
  const other = removed.find((axis) => shape[axis] !== 1);
  if (other !== undefined) {
    throw new NNError("shape", `squeeze: expected size 1 in axis ${other}, got ${formatShape(shape)}`);
  }
  return reshape(
    input,
    shape.filter((_, axis) => !removed.includes(axis)),
  );
}
