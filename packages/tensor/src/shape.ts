import { NNError } from "@nn/backend";

/**
 * The number of elements of a tensor of this shape.
 *
 * @example
 * ```ts
 * sizeOf([2, 3]); // 6
 * ```
 */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * A shape as people write it: `[64, 1, 28, 28]`.
 *
 * @example
 * ```ts
 * formatShape([2, 3]); // [2, 3]
 * ```
 */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/**
 * Whether two shapes are equal.
 *
 * @example
 * ```ts
 * sameShape([2, 3], [3, 2]); // false
 * ```
 */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/**
 * The common shape of operands, by NumPy's rule: shapes are aligned at their last axes, and a size of 1 stretches.
 *
 * @throws NNError `shape` where two sizes differ and neither is 1
 *
 * @example
 * ```ts
 * broadcastShapes("add", [[2, 1], [3]]); // 2, 3
 * ```
 */
export function broadcastShapes(operation: string, shapes: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const result = Array.from({ length: rank }, () => 1);
  for (const shape of shapes) {
    shape.forEach((size, axis) => {
      const position = rank - shape.length + axis;
      const known = result[position]!;
      if (size !== known && size !== 1 && known !== 1) {
        throw new NNError("shape", `${operation}: shapes ${shapes.map(formatShape).join(" and ")} do not broadcast`);
      }
      if (known === 1) result[position] = size;
    });
  }
  return result;
}

/**
 * An axis counted from the front; negative ones count from the end.
 *
 * @throws NNError `option` if there is no such axis
 *
 * @example
 * ```ts
 * normalizeAxis("softmax", -1, 4); // 3
 * ```
 */
export function normalizeAxis(operation: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    const range = rank === 0 ? "no axes: the tensor is a scalar" : `an integer from ${-rank} to ${rank - 1}`;
    throw new NNError("option", `${operation}: expected axis to be ${range}, got ${axis}`);
  }
  return axis < 0 ? axis + rank : axis;
}

/**
 * Several axes counted from the front, each once, ascending; `undefined` means all.
 *
 * @example
 * ```ts
 * normalizeAxes("sum", [0, -1], 4); // 0, 3
 * ```
 */
export function normalizeAxes(operation: string, axes: number | readonly number[] | undefined, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
  const list = typeof axes === "number" ? [axes] : axes;
  const normal = list.map((axis) => normalizeAxis(operation, axis, rank));
  if (new Set(normal).size !== normal.length) {
    throw new NNError("option", `${operation}: expected each axis once, got ${formatShape(list)}`);
  }
  return normal.sort((a, b) => a - b);
}

/** @throws NNError `shape` unless every size is a non-negative integer */
export function checkShape(operation: string, shape: readonly number[]): void {
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new NNError("shape", `${operation}: expected sizes to be integers of at least 0, got ${formatShape(shape)}`);
  }
  if (sizeOf(shape) > 2 ** 31 - 1) {
    throw new NNError("shape", `${operation}: expected at most 2^31 - 1 elements, got ${formatShape(shape)}`);
  }
}
