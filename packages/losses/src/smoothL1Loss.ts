import { type Tensor, abs, lt, mul, square, sub, where } from "@nn/tensor";
import { checkAtLeast } from "./checkOption.ts";
import { requireAlike } from "./alike.ts";
import { LossModule, type LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link smoothL1Loss}. */
export interface SmoothL1LossOptions extends LossOptions {
  /** Where the quadratic part ends. With 0 it is {@link l1Loss}. Default: 1. */
  readonly beta?: number;
}

/**
 * With d = |input − target|: d² / (2 · beta) where d < beta, d − beta / 2 elsewhere (Girshick 2015, "Fast R-CNN").
 *
 * @returns a scalar, or of the input's shape with reduction `"none"`
 *
 * @throws NNError `shape` or `dtype` unless both tensors are alike: nothing is broadcast
 * @throws NNError `option` if beta is negative
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([0.5, 3], { backend }), tensor([0, 0], { backend })];
 * await smoothL1Loss(x, y, { reduction: "none" }).data(); // 0.125, 2.5
 * ```
 */
export function smoothL1Loss(input: Tensor, target: Tensor, options: SmoothL1LossOptions = {}): Tensor {
  const { reduction = "mean", beta = 1 } = options;
  checkReduction("smoothL1Loss", reduction);
  requireAlike("smoothL1Loss", input, target);
  checkAtLeast("smoothL1Loss", "beta", beta, 0);
  const distance = abs(sub(input, target));
  if (beta === 0) return reduce(distance, reduction);
  const quadratic = mul(square(distance), 0.5 / beta);
  return reduce(where(lt(distance, beta), quadratic, sub(distance, beta / 2)), reduction);
}

/** {@link smoothL1Loss} as a module. */
export class SmoothL1Loss extends LossModule<SmoothL1LossOptions> {
  constructor(options: SmoothL1LossOptions = {}) {
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return smoothL1Loss(input, target, this.options);
  }
}
