import { numericOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { extremumGradient } from "./extremumGradient.ts";
import {
  normalReduction,
  reductionFormula,
  requireElements,
  type NormalReduction,
  type ReductionOptions,
} from "./reduction.ts";

export const minOperation: Operation<NormalReduction> = {
  name: "min",
  formula: ([input], options) => reductionFormula("min", input!, options),
  gradient: (context) => [extremumGradient(context)],
};

/**
 * The smallest element over `axes`; NaN wins. Where several are smallest, each gets an equal share of the gradient.
 *
 * @throws NNError `option` if an axis does not exist
 * @throws NNError `shape` if there is nothing to choose from
 * @throws NNError `dtype` unless the input holds numbers
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await min(x, { axes: 1 }).data(); // 1, 4
 * ```
 */
export function min(input: Tensor, options: ReductionOptions = {}): Tensor {
  const normal = normalReduction("min", input, options);
  requireElements("min", input, normal);
  return applySingle(minOperation, numericOperands("min", [input]), normal);
}
