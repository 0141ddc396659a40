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

export const maxOperation: Operation<NormalReduction> = {
  name: "max",
  formula: ([input], options) => reductionFormula("max", input!, options),
  gradient: (context) => [extremumGradient(context)],
};

/**
 * The largest element over `axes`; NaN wins. Where several are largest, each gets an equal share of the gradient.
 *
 * @throws NNError `option` if an axis does not exist
 * @throws NNError `shape` if there is nothing to choose from
 * @throws NNError `dtype` unless the input holds numbers
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await max(x, { axes: 1 }).data(); // 3, 6
 * ```
 */
export function max(input: Tensor, options: ReductionOptions = {}): Tensor {
  const normal = normalReduction("max", input, options);
  requireElements("max", input, normal);
  return applySingle(maxOperation, numericOperands("max", [input]), normal);
}
