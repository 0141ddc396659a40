import { NNError } from "@nn/backend";
import { formatShape, windowPadding, type AxisPadding, type WindowPadding } from "@nn/tensor";

/**
 * Padding in one form: a pair for each axis, or a name that depends on the input's size.
 *
 * @throws NNError `option` if it is none, or if a window could lie in it as a whole
 */
export function poolPadding(
  operation: string,
  padding: WindowPadding,
  reach: readonly number[],
): readonly AxisPadding[] | "same" | "same-lower" {
  const pairs = windowPadding(operation, padding, reach.length);
  if (typeof pairs === "string" || pairs.every((ends, axis) => ends.every((size) => size < reach[axis]!))) return pairs;
  const alike = pairs.every(([before, after]) => before === after);
  const got = alike ? formatShape(pairs.map(([before]) => before)) : `[${pairs.map(formatShape).join(", ")}]`;
  const expected = `padding below the window's reach of ${formatShape(reach)}`;
  throw new NNError("option", `${operation}: expected ${expected}, got ${got}`);
}
