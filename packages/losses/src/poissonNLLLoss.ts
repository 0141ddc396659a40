import { type Tensor, add, exp, gt, log, mul, sub, where } from "@nn/tensor";
import { requireAlike } from "./alike.ts";
import { LossModule, type LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link poissonNLLLoss}. */
export interface PoissonNLLLossOptions extends LossOptions {
  /** Whether the input is the logarithm of the expected count. Default: true. */
  readonly logInput?: boolean;
  /** Whether to add the part that does not depend on the input. Default: false. */
  readonly full?: boolean;
  /** Keeps the logarithm finite without `logInput`. Default: 1e-8. */
  readonly epsilon?: number;
}

/**
 * The negative logarithm of a Poisson distribution's probability of the target: exp(input) − target · input; without
 * `logInput` it is input − target · log(input + epsilon). With `full`, Stirling's target · log target − target
 * + log(2π · target) / 2 is added for targets above 1.
 *
 * @returns a scalar, or of the input's shape with reduction `"none"`
 *
 * @throws NNError `shape` or `dtype` unless both tensors are alike: nothing is broadcast
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([0, 1], { backend }), tensor([2, 3], { backend })];
 * await poissonNLLLoss(x, y, { reduction: "none" }).data(); // 1, -0.2817
 * ```
 */
export function poissonNLLLoss(input: Tensor, target: Tensor, options: PoissonNLLLossOptions = {}): Tensor {
  const { reduction = "mean", logInput = true, full = false, epsilon = 1e-8 } = options;
  checkReduction("poissonNLLLoss", reduction);
  requireAlike("poissonNLLLoss", input, target);
  const loss = logInput ? sub(exp(input), mul(target, input)) : sub(input, mul(target, log(add(input, epsilon))));
  return reduce(full ? add(loss, stirling(target)) : loss, reduction);
}

/** {@link poissonNLLLoss} as a module. */
export class PoissonNLLLoss extends LossModule<PoissonNLLLossOptions> {
  constructor(options: PoissonNLLLossOptions = {}) {
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return poissonNLLLoss(input, target, this.options);
  }
}

/** log(target!) by Stirling's formula; 0 up to 1. */
function stirling(target: Tensor): Tensor {
  const counts = where(gt(target, 1), target, 1);
  const value = add(sub(mul(counts, log(counts)), counts), mul(log(mul(counts, 2 * Math.PI)), 0.5));
  return where(gt(target, 1), value, 0);
}
