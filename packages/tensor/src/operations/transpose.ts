import { normalizeAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { permute } from "./permute.ts";

/**
 * The tensor with two axes exchanged; by default the last two, which transposes matrices.
 *
 * @throws NNError `option` if an axis does not exist
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await transpose(x).data(); // 1, 4, 2, 5, 3, 6
 * ```
 */
export function transpose(input: Tensor, first = -2, second = -1): Tensor {
  const a = normalizeAxis("transpose", first, input.rank);
  const b = normalizeAxis("transpose", second, input.rank);
  const axes = input.shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis));
  return permute(input, axes);
}
