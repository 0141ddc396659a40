import { NNError } from "@nn/backend";
import { formatShape } from "./shape.ts";

/**
 * An option that has one integer for each spatial axis, where a single number stands for all: `3` or `[3, 5]`.
 *
 * @param rank how many spatial axes there are
 * @param minimum the smallest integer allowed
 * @throws NNError `option` if it is something else
 *
 * @example
 * ```ts
 * perAxis("maxPool2d", "stride", 2, 2, 1); // 2, 2
 * ```
 */
export function perAxis(
  operation: string,
  option: string,
  value: number | readonly number[],
  rank: number,
  minimum: number,
): number[] {
  const list = typeof value === "number" ? new Array<number>(rank).fill(value) : [...value];
  if (list.length === rank && list.every((size) => Number.isSafeInteger(size) && size >= minimum)) return list;
  const expected = rank === 1 ? "" : ` or ${rank} of them`;
  const got = typeof value === "number" ? String(value) : formatShape(list);
  throw new NNError(
    "option",
    `${operation}: expected ${option} to be an integer of at least ${minimum}${expected}, got ${got}`,
  );
}
