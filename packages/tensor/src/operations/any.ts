import { cast, folded, notEqual } from "@nn/backend";
import { boolOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { normalReduction, reductionFormula, type NormalReduction, type ReductionOptions } from "./reduction.ts";

export const anyOperation: Operation<NormalReduction> = {
  name: "any",
  formula: ([input], options) => ({
    ...reductionFormula("sum", input!, options, (element) => cast(element, "int32"), "int32"),
    outputs: [notEqual(folded(0, "int32"), 0)],
  }),
};

/**
 * Whether some element is true over `axes`; false for none.
 *
 * @throws NNError `option` if an axis does not exist
 * @throws NNError `dtype` unless the input is bool
 *
 * @example
 * ```ts
 * const x = tensor([[false, true], [false, false]], { backend });
 * await any(x, { axes: 1 }).data(); // 1, 0
 * ```
 */
export function any(input: Tensor, options: ReductionOptions = {}): Tensor {
  return applySingle(anyOperation, boolOperands("any", [input]), normalReduction("any", input, options));
}
