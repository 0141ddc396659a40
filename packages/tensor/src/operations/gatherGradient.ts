import { equal, folded, foldIndex, index, load, select } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { gather } from "./gather.ts";

export const gatherGradientOperation: Operation<{ axis: number; size: number }> = {
  name: "gather gradient",
  formula: ([upstream, indices], { axis, size }) => {
    const { shape, dtype } = upstream!;
    const place = shape.map((_, position) => (position === axis ? foldIndex(0) : index(position)));
    const chosen = equal(load(1, indices!, place), index(axis));
    const body = select(chosen, load(0, upstream!, place), 0);
    return {
      shape: shape.map((old, position) => (position === axis ? size : old)),
      folds: [{ operator: "sum", extents: [shape[axis]!], dtype, body }],
      outputs: [folded(0, dtype)],
    };
  },
  gradient: ({ inputs: [, indices], upstream: [upstream], options: { axis } }) => [gather(upstream!, axis, indices!)],
};

/**
 * The adjoint of a gather, without a scatter: dx[p,j] = Σ_i g[i,j] where indices[i,j] = p, for axis 0.
 *
 * @internal
 */
export function gatherGradient(upstream: Tensor, indices: Tensor, options: { axis: number; size: number }): Tensor {
  return applySingle(gatherGradientOperation, [upstream, indices], options);
}
