import { NNError } from "@nn/backend";
import { perAxis } from "./perAxis.ts";
import { formatShape } from "./shape.ts";

/** Padding before and after one axis. */
export type AxisPadding = readonly [before: number, after: number];

/**
 * How far windows reach beyond the input. Per axis it is one number for both ends, or `[before, after]`.
 *
 * - "valid": not at all
 * - "same": as far as it takes for ⌈size / stride⌉ windows, the odd element at the end (Keras, TensorFlow, PaddlePaddle,
 *   ONNX's `SAME_UPPER`)
 * - "same-lower": likewise, the odd element at the beginning (ONNX's `SAME_LOWER`)
 */
export type WindowPadding = number | readonly (number | AxisPadding)[] | "valid" | "same" | "same-lower";

/**
 * Padding in one form: a pair for each axis, or a name that depends on the input's size.
 *
 * @param rank how many spatial axes there are
 * @throws NNError `option` if it is none
 *
 * @example
 * ```ts
 * windowPadding("maxPool2d", [1, [0, 2]], 2); // 1,1, 0,2
 * ```
 */
export function windowPadding(
  operation: string,
  padding: WindowPadding,
  rank: number,
): readonly AxisPadding[] | "same" | "same-lower" {
  if (padding === "same" || padding === "same-lower") return padding;
  if (typeof padding === "string" && padding !== "valid") {
    const got = JSON.stringify(padding);
    const expected = `integers, [before, after] for each axis, "valid", "same" or "same-lower"`;
    throw new NNError("option", `${operation}: expected padding to be ${expected}, got ${got}`);
  }
  const given = padding === "valid" ? 0 : padding;
  const list = typeof given === "number" ? new Array<number>(rank).fill(given) : given;
  const pairs = list.every(isNumber)
    ? perAxis(operation, "padding", typeof given === "number" ? given : list, rank, 0).map(both)
    : list.map((entry): AxisPadding => pair(operation, entry));
  if (pairs.length === rank) return pairs;
  const got = `[${pairs.map(formatShape).join(", ")}]`;
  throw new NNError("option", `${operation}: expected padding for ${rank} axes, got ${got}`);
}

/**
 * The padding that gives ⌈size / stride⌉ windows.
 *
 * @param reach over how many elements a window reaches
 *
 * @example
 * ```ts
 * samePadding(5, 2, 1, "same"); // 0, 1
 * ```
 */
export function samePadding(size: number, reach: number, stride: number, odd: "same" | "same-lower"): AxisPadding {
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + reach - size);
  const [smaller, larger] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return odd === "same" ? [smaller, larger] : [larger, smaller];
}

function isNumber(entry: number | AxisPadding): entry is number {
  return typeof entry === "number";
}

function both(size: number): AxisPadding {
  return [size, size];
}

function pair(operation: string, entry: number | AxisPadding): AxisPadding {
  const [before, after] = perAxis(operation, "padding of one axis", entry, 2, 0);
  return [before!, after!];
}
