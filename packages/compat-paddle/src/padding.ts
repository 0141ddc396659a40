import { NNError } from "@nn/backend";
import type { WindowPadding } from "@nn/tensor";

/**
 * PaddlePaddle's forms of padding:
 *
 * - a number, for both ends of all spatial axes;
 * - one number for each axis: `[height, width]`;
 * - two for each: `[top, bottom, left, right]`;
 * - a pair for each axis of the input, of which those of batch and channels are zeros: `[[0, 0], [0, 0], [1, 2], [3, 4]]`;
 * - "VALID", none; or "SAME", as far as it takes for ⌈size / stride⌉ windows, the odd element at the end.
 */
export type Padding =
  number | readonly number[] | readonly (readonly [number, number])[] | "SAME" | "VALID" | "same" | "valid";

/**
 * PaddlePaddle's padding as that of the other packages.
 *
 * @param rank how many spatial axes there are
 * @throws NNError `option` if it has none of the forms
 */
export function paddingOf(
  operation: string,
  rank: number,
  padding: Padding | undefined,
  channelsLast: boolean,
): WindowPadding {
  if (padding === undefined || typeof padding === "number") return padding ?? 0;
  if (typeof padding === "string") {
    const name = padding.toLowerCase();
    if (name === "same" || name === "valid") return name;
  } else if (isFlat(padding)) {
    if (padding.length === 2 * rank) return pairsOf(padding);
    if (padding.length === rank) return padding;
  } else if (isPairs(padding) && padding.length === rank + 2) {
    const outer = channelsLast ? [padding[0], padding.at(-1)] : padding.slice(0, 2);
    const inner = channelsLast ? padding.slice(1, -1) : padding.slice(2);
    if (outer.flat().every((size) => size === 0)) return inner;
    throw refusal(operation, "no padding of batch and channels", padding);
  }
  throw refusal(operation, `padding as a number, ${rank} or ${2 * rank} of them, ${rank + 2} pairs, "SAME" or "VALID"`, padding); // prettier-ignore
}

function isFlat(padding: readonly (number | readonly number[])[]): padding is readonly number[] {
  return padding.every((entry) => typeof entry === "number");
}

function isPairs(padding: readonly (number | readonly number[])[]): padding is readonly (readonly [number, number])[] {
  return padding.every((entry) => typeof entry !== "number" && entry.length === 2);
}

function pairsOf(list: readonly number[]): [number, number][] {
  return Array.from({ length: list.length / 2 }, (_, axis) => [list[2 * axis]!, list[2 * axis + 1]!]);
}

function refusal(operation: string, expected: string, padding: Padding): NNError {
  return new NNError("option", `${operation}: expected ${expected}, got ${JSON.stringify(padding)}`);
}
