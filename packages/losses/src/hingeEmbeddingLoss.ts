import { type Tensor, eq, maximum, sub, where } from "@nn/tensor";
import { requireAlike } from "./alike.ts";
import { LossModule, type LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link hingeEmbeddingLoss}. */
export interface HingeEmbeddingLossOptions extends LossOptions {
  /** The distance from which pairs that are not alike cost nothing. Default: 1. */
  readonly margin?: number;
}

/**
 * input where the target is 1, max(0, margin − input) where it is −1: for distances between pairs that are alike or not.
 *
 * @returns a scalar, or of the input's shape with reduction `"none"`
 *
 * @throws NNError `shape` or `dtype` unless both tensors are alike: nothing is broadcast
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([0.25, 0.25], { backend }), tensor([1, -1], { backend })];
 * await hingeEmbeddingLoss(x, y, { reduction: "none" }).data(); // 0.25, 0.75
 * ```
 */
export function hingeEmbeddingLoss(input: Tensor, target: Tensor, options: HingeEmbeddingLossOptions = {}): Tensor {
  const { reduction = "mean", margin = 1 } = options;
  checkReduction("hingeEmbeddingLoss", reduction);
  requireAlike("hingeEmbeddingLoss", input, target);
  return reduce(where(eq(target, 1), input, maximum(sub(margin, input), 0)), reduction);
}

/** {@link hingeEmbeddingLoss} as a module. */
export class HingeEmbeddingLoss extends LossModule<HingeEmbeddingLossOptions> {
  constructor(options: HingeEmbeddingLossOptions = {}) {
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return hingeEmbeddingLoss(input, target, this.options);
  }
}
