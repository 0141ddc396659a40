import { NNError } from "@nn/backend";
import { formatShape, perAxis } from "@nn/tensor";

/**
 * How far windows reach beyond the input. Per axis it is one number for both ends, or `[before, after]`.
 *
 * - "valid": not at all
 * - "same": as far as it takes for ⌈size / stride⌉ windows, the odd element at the end (Keras, TensorFlow, PaddlePaddle,
 *   ONNX's `SAME_UPPER`)
 * - "same-lower": likewise, the odd element at the beginning (ONNX's `SAME_LOWER`)
 */
export type PoolPadding =
  number | readonly (number | readonly [before: number, after: number])[] | "valid" | "same" | "same-lower";

/** Padding before and after one axis. */
export type AxisPadding = readonly [before: number, after: number];

/**
 * Padding in one form: a pair for each axis, or a name that depends on the input's size.
 *
 * @throws NNError `option` if it is none, or if a window could lie in it as a whole
 */
export function checkPadding(
  operation: string,
  padding: PoolPadding,
  reach: readonly number[],
): readonly AxisPadding[] | "same" | "same-lower" {
  if (padding === "same" || padding === "same-lower") return padding;
  if (typeof padding === "string" && padding !== "valid") {
    const got = JSON.stringify(padding);
    const expected = `integers, [before, after] for each axis, "valid", "same" or "same-lower"`;
    throw new NNError("option", `${operation}: expected padding to be ${expected}, got ${got}`);
  }
  const pairs = pairsOf(operation, padding === "valid" ? 0 : padding, reach.length);
  if (pairs.length !== reach.length) {
    const got = `[${pairs.map(formatShape).join(", ")}]`;
    throw new NNError("option", `${operation}: expected padding for ${reach.length} axes, got ${got}`);
  }
  if (pairs.some((ends, axis) => ends.some((size) => size >= reach[axis]!))) {
    const got = pairs.every(([before, after]) => before === after)
      ? formatShape(pairs.map(([before]) => before))
      : `[${pairs.map(formatShape).join(", ")}]`;
    const expected = `padding below the window's reach of ${formatShape(reach)}`;
    throw new NNError("option", `${operation}: expected ${expected}, got ${got}`);
  }
  return pairs;
}

/** The padding that gives ⌈size / stride⌉ windows. */
export function samePadding(size: number, reach: number, stride: number, odd: "same" | "same-lower"): AxisPadding {
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + reach - size);
  const [smaller, larger] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return odd === "same" ? [smaller, larger] : [larger, smaller];
}

function pairsOf(operation: string, padding: Exclude<PoolPadding, string>, rank: number): AxisPadding[] {
  if (typeof padding !== "number" && !padding.every(isNumber)) return padding.map((entry) => pair(operation, entry));
  return perAxis(operation, "padding", padding, rank, 0).map((size) => [size, size]);
}

function isNumber(entry: number | AxisPadding): entry is number {
  return typeof entry === "number";
}

function pair(operation: string, entry: number | AxisPadding): AxisPadding {
  const [before, after] = perAxis(operation, "padding of one axis", entry, 2, 0);
  return [before!, after!];
}
