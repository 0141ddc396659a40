import { numericOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import {
  normalPositionReduction,
  reductionFormula,
  type NormalReduction,
  type PositionReductionOptions,
} from "./reduction.ts";

export const argmaxOperation: Operation<NormalReduction> = {
  name: "argmax",
  formula: ([input], options) => reductionFormula("argmax", input!, options, undefined, "int32"),
};

/**
 * The position of the first largest element along `axis`, or within the flattened tensor, as int32; NaN wins.
 *
 * @throws NNError `option` if the axis does not exist
 * @throws NNError `shape` if there is nothing to choose from
 * @throws NNError `dtype` unless the input holds numbers
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await argmax(x, { axis: 1 }).data(); // 2, 2
 * ```
 */
export function argmax(input: Tensor, options: PositionReductionOptions = {}): Tensor {
  const normal = normalPositionReduction("argmax", input, options);
  return applySingle(argmaxOperation, numericOperands("argmax", [input]), normal);
}
