import { type Tensor, abs, le, mul, square, sub, where } from "@nn/tensor";
import { checkAtLeast } from "./checkOption.ts";
import { requireAlike } from "./alike.ts";
import { LossModule, type LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link huberLoss}. */
export interface HuberLossOptions extends LossOptions {
  /** Where the quadratic part ends. Default: 1. */
  readonly delta?: number;
}

/**
 * With d = |input − target|: d² / 2 where d ≤ delta, delta · (d − delta / 2) elsewhere (Huber 1964).
 *
 * @returns a scalar, or of the input's shape with reduction `"none"`
 *
 * @throws NNError `shape` or `dtype` unless both tensors are alike: nothing is broadcast
 * @throws NNError `option` if delta is negative
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([0.5, 3], { backend }), tensor([0, 0], { backend })];
 * await huberLoss(x, y, { delta: 2, reduction: "none" }).data(); // 0.125, 4
 * ```
 */
export function huberLoss(input: Tensor, target: Tensor, options: HuberLossOptions = {}): Tensor {
  const { reduction = "mean", delta = 1 } = options;
  checkReduction("huberLoss", reduction);
  requireAlike("huberLoss", input, target);
  checkAtLeast("huberLoss", "delta", delta, 0);
  const distance = abs(sub(input, target));
  const linear = mul(sub(distance, delta / 2), delta);
  return reduce(where(le(distance, delta), mul(square(distance), 0.5), linear), reduction);
}

/** {@link huberLoss} as a module. */
export class HuberLoss extends LossModule<HuberLossOptions> {
  constructor(options: HuberLossOptions = {}) {
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return huberLoss(input, target, this.options);
  }
}
