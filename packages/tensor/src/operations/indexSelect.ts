import { index, load, NNError } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import { formatShape, normalizeAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { loadOrMissing, requireIndices } from "./gather.ts";
import { indexSelectGradient } from "./indexSelectGradient.ts";

export const indexSelectOperation: Operation<{ axis: number }> = {
  name: "indexSelect",
  formula: ([input, indices], { axis }) => {
    const [count] = indices!.shape;
    const coordinates = input!.shape.map((_, position) =>
      position === axis ? load(1, indices!, [index(axis)]) : index(position),
    );
    return {
      shape: input!.shape.map((size, position) => (position === axis ? count! : size)),
      outputs: [loadOrMissing(0, input!, coordinates)],
    };
  },
  gradient: ({ inputs: [input, indices], upstream: [upstream], options: { axis } }) => [
    indexSelectGradient(upstream!, indices!, { axis, size: input!.shape[axis]! }),
  ],
};

/**
 * The parts of `input` that `indices` names along `axis`, in that order: y[i,j] = x[indices[i], j] for axis 0. An index
 * outside the axis gives NaN (0 for integers).
 *
 * @param indices int32, of rank 1
 * @throws NNError `dtype` unless `indices` is int32
 * @throws NNError `shape` unless `indices` is of rank 1
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * const indices = tensor([2, 0], { backend, dtype: "int32" });
 * await indexSelect(x, 1, indices).data(); // 3, 1, 6, 4
 * ```
 */
export function indexSelect(input: Tensor, axis: number, indices: Tensor): Tensor {
  const along = normalizeAxis("indexSelect", axis, input.rank);
  requireIndices("indexSelect", indices);
  if (indices.rank !== 1) {
    throw new NNError("shape", `indexSelect: expected indices of rank 1, got ${formatShape(indices.shape)}`);
  }
  return applySingle(indexSelectOperation, [input, indices], { axis: along });
}
