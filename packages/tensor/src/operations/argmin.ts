import { numericOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import {
  normalPositionReduction,
  reductionFormula,
  type NormalReduction,
  type PositionReductionOptions,
} from "./reduction.ts";

export const argminOperation: Operation<NormalReduction> = {
  name: "argmin",
  formula: ([input], options) => reductionFormula("argmin", input!, options, undefined, "int32"),
};

/**
 * The position of the first smallest element along `axis`, or within the flattened tensor, as int32; NaN wins.
 *
 * @throws NNError `option` if the axis does not exist
 * @throws NNError `shape` if there is nothing to choose from
 * @throws NNError `dtype` unless the input holds numbers
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await argmin(x, { axis: 1 }).data(); // 0, 0
 * ```
 */
export function argmin(input: Tensor, options: PositionReductionOptions = {}): Tensor {
  const normal = normalPositionReduction("argmin", input, options);
  return applySingle(argminOperation, numericOperands("argmin", [input]), normal);
}
