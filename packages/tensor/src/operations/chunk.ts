import { NNError } from "@nn/backend";
import { normalizeAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { split } from "./split.ts";

/**
 * The tensor cut along `axis` into `count` pieces of size ⌈n / count⌉, of which the last one may be smaller; like
 * PyTorch's, it gives fewer pieces where that uses the axis up.
 *
 * @throws NNError `option` if `count` is no positive integer, or `axis` does not exist
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3, 4, 5], { backend });
 * const [first, second] = chunk(x, 2);
 * await first!.data(); // 1, 2, 3
 * await second!.data(); // 4, 5
 * ```
 */
export function chunk(input: Tensor, count: number, axis = 0): Tensor[] {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new NNError("option", `chunk: expected count to be an integer of at least 1, got ${count}`);
  }
  const along = normalizeAxis("chunk", axis, input.rank);
  return split(input, Math.max(1, Math.ceil(input.shape[along]! / count)), along);
}
