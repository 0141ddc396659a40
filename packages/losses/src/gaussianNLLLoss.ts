import { NNError } from "@nn/backend";
import { add, div, floatOperands, formatShape, log, maximum, mul, square, sub, type Tensor } from "@nn/tensor";
import { requireAlike } from "./alike.ts";
import { checkAtLeast } from "./checkOption.ts";
import { LossModule, type LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link gaussianNLLLoss}. */
export interface GaussianNLLLossOptions extends LossOptions {
  /** Whether to add log(2π) / 2. Default: false. */
  readonly full?: boolean;
  /** The least variance. Default: 1e-6. */
  readonly epsilon?: number;
}

/**
 * The negative logarithm of a normal distribution's density at the target, with v = max(variance, epsilon):
 * (log v + (input − target)² / v) / 2.
 *
 * @param input the means
 * @param variance of the input's shape, or with 1 for axes that share one
 * @returns a scalar, or of the input's shape with reduction `"none"`
 * @throws NNError `shape` or `dtype` unless the tensors fit one another
 * @throws NNError `option` if epsilon is negative
 *
 * @example
 * ```ts
 * const [x, y, v] = [tensor([1], { backend }), tensor([3], { backend }), tensor([4], { backend })];
 * await gaussianNLLLoss(x, y, v).item(); // 1.1931
 * ```
 */
export function gaussianNLLLoss(
  input: Tensor,
  target: Tensor,
  variance: Tensor,
  options: GaussianNLLLossOptions = {},
): Tensor {
  const { reduction = "mean", full = false, epsilon = 1e-6 } = options;
  checkReduction("gaussianNLLLoss", reduction);
  requireAlike("gaussianNLLLoss", input, target);
  floatOperands("gaussianNLLLoss", [input, variance]);
  checkAtLeast("gaussianNLLLoss", "epsilon", epsilon, 0);
  const fits =
    variance.rank === input.rank && variance.shape.every((size, axis) => size === 1 || size === input.shape[axis]);
  if (!fits) {
    const expected = `a variance of shape ${formatShape(input.shape)}, or with 1 for some of the axes`;
    throw new NNError("shape", `gaussianNLLLoss: expected ${expected}, got ${formatShape(variance.shape)}`);
  }
  const bounded = maximum(variance, epsilon);
  const loss = mul(add(log(bounded), div(square(sub(input, target)), bounded)), 0.5);
  return reduce(full ? add(loss, 0.5 * Math.log(2 * Math.PI)) : loss, reduction);
}

/** {@link gaussianNLLLoss} as a module. */
export class GaussianNLLLoss extends LossModule<
  GaussianNLLLossOptions,
  [input: Tensor, target: Tensor, variance: Tensor]
> {
  constructor(options: GaussianNLLLossOptions = {}) {
    super(options);
  }

  override forward(input: Tensor, target: Tensor, variance: Tensor): Tensor {
    return gaussianNLLLoss(input, target, variance, this.options);
  }
}
