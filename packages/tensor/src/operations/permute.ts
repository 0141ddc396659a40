import { index, load, NNError } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import { formatShape, normalizeAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

export const permuteOperation: Operation<{ axes: readonly number[] }> = {
  name: "permute",
  formula: ([input], { axes }) => ({
    shape: axes.map((axis) => input!.shape[axis]!),
    outputs: [load(0, input!, axes.map((_, axis) => index(axes.indexOf(axis))))], // prettier-ignore
  }),
  gradient: ({ upstream: [upstream], options: { axes } }) => [
    permute(upstream!, axes.map((_, axis) => axes.indexOf(axis))), // prettier-ignore
  ],
};

/**
 * The tensor with its axes in another order: axis k of the result is axis `axes[k]` of the input.
 *
 * @throws NNError `option` unless `axes` names every axis once; negative ones count from the end
 *
 * @example
 * ```ts
 * const x = zeros([2, 3, 4], { backend });
 * permute(x, [2, 0, 1]).shape; // 4, 2, 3
 * ```
 */
export function permute(input: Tensor, axes: readonly number[]): Tensor {
  const normal = axes.map((axis) => normalizeAxis("permute", axis, input.rank));
  if (normal.length !== input.rank || new Set(normal).size !== normal.length) {
    throw new NNError(
      "option",
      `permute: expected each of the ${input.rank} axes once, got ${formatShape(axes)} for input ${formatShape(input.shape)}`,
    );
  }
  return normal.every((axis, position) => axis === position)
    ? input
    : applySingle(permuteOperation, [input], { axes: normal });
}
