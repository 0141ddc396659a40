import { add, maximum, mul, neg, sub, type Tensor } from "@nn/tensor";
import { requireAlike } from "./alike.ts";
import { LossModule, type LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link marginRankingLoss}. */
export interface MarginRankingLossOptions extends LossOptions {
  /** By how much the right one has to be larger. Default: 0. */
  readonly margin?: number;
}

/**
 * max(0, −target · (first − second) + margin): a target of 1 says that the first is to be larger, −1 the second.
 *
 * @returns a scalar, or of the inputs' shape with reduction `"none"`
 * @throws NNError `shape` or `dtype` unless the tensors are alike
 *
 * @example
 * ```ts
 * const [x, y, t] = [tensor([1, 2], { backend }), tensor([3, 1], { backend }), tensor([1, 1], { backend })];
 * await marginRankingLoss(x, y, t, { reduction: "none" }).data(); // 2, 0
 * ```
 */
export function marginRankingLoss(
  first: Tensor,
  second: Tensor,
  target: Tensor,
  options: MarginRankingLossOptions = {},
): Tensor {
  const { reduction = "mean", margin = 0 } = options;
  checkReduction("marginRankingLoss", reduction);
  requireAlike("marginRankingLoss", first, second, "a second input");
  requireAlike("marginRankingLoss", first, target);
  return reduce(maximum(add(neg(mul(target, sub(first, second))), margin), 0), reduction);
}

/** {@link marginRankingLoss} as a module. */
export class MarginRankingLoss extends LossModule<
  MarginRankingLossOptions,
  [first: Tensor, second: Tensor, target: Tensor]
> {
  constructor(options: MarginRankingLossOptions = {}) {
    super(options);
  }

  override forward(first: Tensor, second: Tensor, target: Tensor): Tensor {
    return marginRankingLoss(first, second, target, this.options);
  }
}
