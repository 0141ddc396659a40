import { type Tensor, mul, neg } from "@nn/tensor";
import { logSigmoid } from "./logSigmoid.ts";
import { requireAlike } from "./alike.ts";
import { LossModule, type LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link softMarginLoss}. */
export type SoftMarginLossOptions = LossOptions;

/**
 * log(1 + exp(−target · input)) for targets 1 and −1. It never overflows.
 *
 * @returns a scalar, or of the input's shape with reduction `"none"`
 *
 * @throws NNError `shape` or `dtype` unless both tensors are alike: nothing is broadcast
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([0, 1000], { backend }), tensor([1, -1], { backend })];
 * await softMarginLoss(x, y, { reduction: "none" }).data(); // 0.6931, 1000
 * ```
 */
export function softMarginLoss(input: Tensor, target: Tensor, options: SoftMarginLossOptions = {}): Tensor {
  const { reduction = "mean" } = options;
  checkReduction("softMarginLoss", reduction);
  requireAlike("softMarginLoss", input, target);
  return reduce(neg(logSigmoid(mul(target, input))), reduction);
}

/** {@link softMarginLoss} as a module. */
export class SoftMarginLoss extends LossModule<SoftMarginLossOptions> {
  constructor(options: SoftMarginLossOptions = {}) {
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return softMarginLoss(input, target, this.options);
  }
}
