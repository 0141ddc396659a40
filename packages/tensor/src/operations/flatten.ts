import { NNError } from "@nn/backend";
import { normalizeAxis, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { reshape } from "./reshape.ts";

/**
 * The tensor with the axes from `start` to `end`, both included, as one. A scalar becomes a vector of one element.
 *
 * @throws NNError `option` if an axis does not exist, or `end` comes before `start`
 *
 * @example
 * ```ts
 * const x = zeros([2, 3, 4], { backend });
 * flatten(x, 1).shape; // 2, 12
 * ```
 */
export function flatten(input: Tensor, start = 0, end = -1): Tensor {
  const { shape } = input;
  if (shape.length === 0) return reshape(input, [1]);
  const first = normalizeAxis("flatten", start, shape.length);
  const last = normalizeAxis("flatten", end, shape.length);
  if (last < first) throw new NNError("option", `flatten: expected start ≤ end, got axes ${first} and ${last}`);
  return reshape(input, [...shape.slice(0, first), sizeOf(shape.slice(first, last + 1)), ...shape.slice(last + 1)]);
}
