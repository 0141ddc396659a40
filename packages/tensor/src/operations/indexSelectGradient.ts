import { equal, folded, foldIndex, index, load, select } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { indexSelect } from "./indexSelect.ts";

export const indexSelectGradientOperation: Operation<{ axis: number; size: number }> = {
  name: "indexSelect gradient",
  formula: ([upstream, indices], { axis, size }) => {
    const { shape, dtype } = upstream!;
    const place = shape.map((_, position) => (position === axis ? foldIndex(0) : index(position)));
    const chosen = equal(load(1, indices!, [foldIndex(0)]), index(axis));
    const body = select(chosen, load(0, upstream!, place), 0);
    return {
      shape: shape.map((old, position) => (position === axis ? size : old)),
      folds: [{ operator: "sum", extents: [shape[axis]!], dtype, body }],
      outputs: [folded(0, dtype)],
    };
  },
  gradient: ({ inputs: [, indices], upstream: [upstream], options: { axis } }) => [
    indexSelect(upstream!, axis, indices!),
  ],
};

/**
 * The adjoint of an index selection, without a scatter: dx[p,j] = Σ_i g[i,j] where indices[i] = p, for axis 0.
 *
 * @internal
 */
export function indexSelectGradient(
  upstream: Tensor,
  indices: Tensor,
  options: { axis: number; size: number },
): Tensor {
  return applySingle(indexSelectGradientOperation, [upstream, indices], options);
}
