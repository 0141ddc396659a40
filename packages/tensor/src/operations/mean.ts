import { divide, folded } from "@nn/backend";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { div } from "./div.ts";
import { expand } from "./expand.ts";
import {
  normalReduction,
  reducedCount,
  reductionFormula,
  type NormalReduction,
  type ReductionOptions,
} from "./reduction.ts";
import { restoreAxes } from "./sum.ts";

export const meanOperation: Operation<NormalReduction> = {
  name: "mean",
  formula: ([input], options) => ({
    ...reductionFormula("sum", input!, options),
    outputs: [divide(folded(0, input!.dtype), reducedCount(input!.shape, options))],
  }),
  gradient: ({ inputs: [input], upstream: [upstream], options }) => {
    const share = div(restoreAxes(upstream!, input!, options), reducedCount(input!.shape, options));
    return [expand(share, input!.shape)];
  },
};

/**
 * (Σ x) / n over `axes`. The mean of nothing is NaN.
 *
 * @throws NNError `option` if an axis does not exist
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await mean(x, { axes: 1 }).data(); // 2, 5
 * ```
 */
export function mean(input: Tensor, options: ReductionOptions = {}): Tensor {
  return applySingle(meanOperation, floatOperands("mean", [input]), normalReduction("mean", input, options));
}
