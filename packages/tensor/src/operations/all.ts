import { cast, folded, notEqual } from "@nn/backend";
import { boolOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { normalReduction, reductionFormula, type NormalReduction, type ReductionOptions } from "./reduction.ts";

export const allOperation: Operation<NormalReduction> = {
  name: "all",
  formula: ([input], options) => ({
    ...reductionFormula("min", input!, options, (element) => cast(element, "int32"), "int32"),
    outputs: [notEqual(folded(0, "int32"), 0)],
  }),
};

/**
 * Whether every element is true over `axes`; true for none.
 *
 * @throws NNError `option` if an axis does not exist
 * @throws NNError `dtype` unless the input is bool
 *
 * @example
 * ```ts
 * const x = tensor([[true, true], [true, false]], { backend });
 * await all(x, { axes: 1 }).data(); // 1, 0
 * ```
 */
export function all(input: Tensor, options: ReductionOptions = {}): Tensor {
  return applySingle(allOperation, boolOperands("all", [input]), normalReduction("all", input, options));
}
