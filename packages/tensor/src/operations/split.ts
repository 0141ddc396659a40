import { NNError } from "@nn/backend";
import { formatShape, normalizeAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { slice } from "./slice.ts";

/**
 * The tensor cut along `axis`: into pieces of one size, of which the last one may be smaller, or into pieces of the
 * given sizes.
 *
 * @throws NNError `option` if a size is no positive integer (in a list: negative), or `axis` does not exist
 * @throws NNError `shape` if listed sizes do not add up to the axis
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3, 4, 5], { backend });
 * const [first, second] = split(x, [1, 4]);
 * await first!.data(); // 1
 * await second!.data(); // 2, 3, 4, 5
 * ```
 */
export function split(input: Tensor, sizes: number | readonly number[], axis = 0): Tensor[] {
  const along = normalizeAxis("split", axis, input.rank);
  const whole = input.shape[along]!;
  const list = typeof sizes === "number" ? equalSizes(whole, sizes) : sizes;
  if (!list.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new NNError("option", `split: expected sizes to be integers of at least 0, got ${formatShape(list)}`);
  }
  const total = list.reduce((sum, size) => sum + size, 0);
  if (total !== whole) {
    throw new NNError("shape", `split: expected sizes that add up to ${whole}, got ${formatShape(list)}`);
  }
  let end = 0;
  return list.map((size) => {
    end += size;
    return slice(
      input,
      input.shape.map((_, position) => (position === along ? { start: end - size, end } : undefined)),
    );
  });
}

function equalSizes(whole: number, size: number): number[] {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new NNError("option", `split: expected size to be an integer of at least 1, got ${size}`);
  }
  const count = Math.max(1, Math.ceil(whole / size));
  return Array.from({ length: count }, (_, part) => Math.min(size, whole - part * size));
}
