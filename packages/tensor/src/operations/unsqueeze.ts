import { normalizeAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { reshape } from "./reshape.ts";

/**
 * The tensor with a new axis of size 1, which stands at `axis` of the result; −1 is the last one.
 *
 * @throws NNError `option` if the result has no such axis
 *
 * @example
 * ```ts
 * const x = zeros([3], { backend });
 * unsqueeze(x, 0).shape; // 1, 3
 * ```
 */
export function unsqueeze(input: Tensor, axis: number): Tensor {
  const position = normalizeAxis("unsqueeze", axis, input.rank + 1);
  return reshape(input, [...input.shape.slice(0, position), 1, ...input.shape.slice(position)]);
}
