import { numericOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { expand } from "./expand.ts";
import { normalReduction, reductionFormula, type NormalReduction, type ReductionOptions } from "./reduction.ts";
import { reshape } from "./reshape.ts";

export const sumOperation: Operation<NormalReduction> = {
  name: "sum",
  formula: ([input], options) => reductionFormula("sum", input!, options),
  gradient: ({ inputs: [input], upstream: [upstream], options }) => [
    expand(restoreAxes(upstream!, input!, options), input!.shape),
  ],
};

/**
 * Σ x over `axes`. An empty sum is 0. The error of float32 sums is bounded as that of pairwise summation.
 *
 * @throws NNError `option` if an axis does not exist
 * @throws NNError `dtype` unless the input holds numbers
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await sum(x, { axes: 1 }).data(); // 6, 15
 * ```
 */
export function sum(input: Tensor, options: ReductionOptions = {}): Tensor {
  return applySingle(sumOperation, numericOperands("sum", [input]), normalReduction("sum", input, options));
}

/**
 * A reduced tensor with the reduced axes back, as size 1, so that it broadcasts against the input.
 *
 * @example
 * ```ts
 * const x = zeros([2, 3], { backend });
 * restoreAxes(sum(x, { axes: 1 }), x, { axes: [1], keepDims: false }).shape; // 2, 1
 * ```
 */
export function restoreAxes(reduced: Tensor, input: Tensor, { axes }: NormalReduction): Tensor {
  return reshape(
    reduced,
    input.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
  );
}
