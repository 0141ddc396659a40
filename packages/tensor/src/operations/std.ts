import type { Tensor } from "../tensor.ts";
import { sqrt } from "./sqrt.ts";
import { applyVariance, type VarianceOptions } from "./variance.ts";

/**
 * The standard deviation: the square root of the variance over `axes`, by default of the unbiased one.
 *
 * @throws NNError `option` if an axis does not exist, or `correction` is no number of at least 0
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await std(x, { axes: 1 }).data(); // 1, 1
 * ```
 */
export function std(input: Tensor, options: VarianceOptions = {}): Tensor {
  return sqrt(applyVariance("std", input, options));
}
