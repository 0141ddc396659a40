import { index, isFloat, load, NNError, type Expression, type TensorType } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import { formatShape, normalizeAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { gatherGradient } from "./gatherGradient.ts";

export const gatherOperation: Operation<{ axis: number }> = {
  name: "gather",
  formula: ([input, indices], { axis }) => {
    const own = indices!.shape.map((_, position) => index(position));
    const chosen = load(1, indices!, own);
    const coordinates = own.map((coordinate, position) => (position === axis ? chosen : coordinate));
    return { shape: indices!.shape, outputs: [loadOrMissing(0, input!, coordinates)] };
  },
  gradient: ({ inputs: [input, indices], upstream: [upstream], options: { axis } }) => [
    gatherGradient(upstream!, indices!, { axis, size: input!.shape[axis]! }),
  ],
};

/**
 * For each element of `indices`, the element of `input` at the same place but for `axis`, where the index says which:
 * y[i,j] = x[indices[i,j], j] for axis 0. An index outside the axis gives NaN (0 for integers).
 *
 * @param indices int32, of the input's shape in all axes but `axis`
 * @throws NNError `dtype` unless `indices` is int32
 * @throws NNError `shape` if another axis differs
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * const indices = tensor([[2], [0]], { backend, dtype: "int32" });
 * await gather(x, 1, indices).data(); // 3, 4
 * ```
 */
export function gather(input: Tensor, axis: number, indices: Tensor): Tensor {
  const along = normalizeAxis("gather", axis, input.rank);
  requireIndices("gather", indices);
  const fits = input.shape.every((size, position) => position === along || indices.shape[position] === size);
  if (!fits || indices.rank !== input.rank) {
    const got = `${formatShape(indices.shape)} for input ${formatShape(input.shape)}`;
    throw new NNError("shape", `gather: expected indices of the input's shape but for axis ${along}, got ${got}`);
  }
  return applySingle(gatherOperation, [input, indices], { axis: along });
}

/** @internal @throws NNError `dtype` unless the tensor holds int32 */
export function requireIndices(operation: string, indices: Tensor): void {
  if (indices.dtype === "int32") return;
  throw new NNError("dtype", `${operation}: expected indices of type int32, got ${indices.dtype}; convert with cast`);
}

/** @internal A load that gives NaN or 0 where an index from data points outside. */
export function loadOrMissing(input: number, type: TensorType, coordinates: readonly Expression[]): Expression {
  return load(input, type, coordinates, isFloat(type.dtype) ? NaN : 0);
}
