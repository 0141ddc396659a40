import { constant, index, load, subtract } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import { normalizeAxes } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

export const flipOperation: Operation<{ axes: readonly number[] }> = {
  name: "flip",
  formula: ([input], { axes }) => {
    const coordinates = input!.shape.map((size, axis) =>
      axes.includes(axis) ? subtract(constant(size - 1, "int32"), index(axis)) : index(axis),
    );
    return { shape: input!.shape, outputs: [load(0, input!, coordinates)] };
  },
  gradient: ({ upstream: [upstream], options: { axes } }) => [flip(upstream!, axes)],
};

/**
 * The elements in reverse order along `axes`; by default along all.
 *
 * @throws NNError `option` if an axis does not exist
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await flip(x, 1).data(); // 3, 2, 1, 6, 5, 4
 * ```
 */
export function flip(input: Tensor, axes?: number | readonly number[]): Tensor {
  return applySingle(flipOperation, [input], { axes: normalizeAxes("flip", axes, input.rank) });
}
