import { add, floorDivide, index, load, modulo, multiply, NNError, type Expression } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import { checkShape, formatShape, sameShape, sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

export const reshapeOperation: Operation<{ shape: readonly number[] }> = {
  name: "reshape",
  formula: ([input], { shape }) => {
    const position = shape.reduce<Expression | undefined>(
      (flat, size, axis) => (flat ? add(multiply(flat, size), index(axis)) : index(axis)),
      undefined,
    );
    return { shape, outputs: [load(0, input!, unravel(position, input!.shape))] };
  },
  gradient: ({ inputs: [input], upstream: [upstream] }) => [reshape(upstream!, input!.shape)],
};

/**
 * The same elements in row-major order under another shape. One size may be -1: it is what remains.
 *
 * @throws NNError `shape` if the number of elements differs
 *
 * @example
 * ```ts
 * const x = zeros([2, 6], { backend });
 * reshape(x, [3, -1]).shape; // 3, 4
 * ```
 */
export function reshape(input: Tensor, shape: readonly number[]): Tensor {
  const full = shape.includes(-1) ? withRest(input.size, shape) : shape;
  if (!full.includes(-1)) checkShape("reshape", full);
  if (full.includes(-1) || sizeOf(full) !== input.size) {
    const [from, to] = [formatShape(input.shape), formatShape(shape)];
    throw new NNError("shape", `reshape: expected a shape of ${input.size} elements for input ${from}, got ${to}`);
  }
  return sameShape(full, input.shape) ? input : applySingle(reshapeOperation, [input], { shape: full });
}

/** A shape of `size` elements, in which the only -1 has become what remains; the given one if there is none. */
function withRest(size: number, shape: readonly number[]): readonly number[] {
  const known = shape.filter((each) => each !== -1);
  const rest = size / sizeOf(known);
  if (known.length !== shape.length - 1 || !Number.isInteger(rest)) return shape;
  return shape.map((each) => (each === -1 ? rest : each));
}

/** Coordinates within `shape` of a row-major position; all 0 for the only element of a scalar. */
function unravel(position: Expression | undefined, shape: readonly number[]): (Expression | number)[] {
  let stride = 1;
  const coordinates: (Expression | number)[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis]!;
    const quotient = position && floorDivide(position, Math.max(1, stride));
    coordinates.unshift(quotient === undefined || size <= 1 ? 0 : axis === 0 ? quotient : modulo(quotient, size));
    stride *= size;
  }
  return coordinates;
}
