import { abs, add, maximum, minimum, pow, sqrt, square, sub, sum, type Tensor } from "@nn/tensor";
import { requireAlike } from "./alike.ts";
import { checkAtLeast } from "./checkOption.ts";
import { LossModule, type LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link tripletMarginLoss}. */
export interface TripletMarginLossOptions extends LossOptions {
  /** How much farther the negative has to be. Default: 1. */
  readonly margin?: number;
  /** The exponent of the distance. Default: 2, Euclid's. */
  readonly p?: number;
  /** Added to differences, so that the distance of equals has a gradient. Default: 1e-6. */
  readonly epsilon?: number;
  /** Whether the negative's distance is the smaller of those from anchor and positive. Default: false. */
  readonly swap?: boolean;
}

/**
 * max(0, d(anchor, positive) − d(anchor, negative) + margin), where d(x, y) = (Σ |x − y + epsilon|^p)^(1/p) over the last
 * axis (Balntas et al. 2016).
 *
 * @param anchor of shape […, features]
 * @returns a scalar, or of shape […] with reduction `"none"`
 * @throws NNError `shape` or `dtype` unless the tensors are alike
 * @throws NNError `option` if p is below 1
 *
 * @example
 * ```ts
 * const [a, p, n] = [tensor([[0, 0]], { backend }), tensor([[3, 4]], { backend }), tensor([[0, 2]], { backend })];
 * await tripletMarginLoss(a, p, n).item(); // 4.0
 * ```
 */
export function tripletMarginLoss(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: TripletMarginLossOptions = {},
): Tensor {
  const { reduction = "mean", margin = 1, p = 2, epsilon = 1e-6, swap = false } = options;
  checkReduction("tripletMarginLoss", reduction);
  requireAlike("tripletMarginLoss", anchor, positive, "a positive");
  requireAlike("tripletMarginLoss", anchor, negative, "a negative");
  checkAtLeast("tripletMarginLoss", "p", p, 1);
  const between = (x: Tensor, y: Tensor): Tensor => norm(add(sub(x, y), epsilon), p);
  const far = between(anchor, negative);
  const apart = swap ? minimum(far, between(positive, negative)) : far;
  return reduce(maximum(add(sub(between(anchor, positive), apart), margin), 0), reduction);
}

/** {@link tripletMarginLoss} as a module. */
export class TripletMarginLoss extends LossModule<
  TripletMarginLossOptions,
  [anchor: Tensor, positive: Tensor, negative: Tensor]
> {
  constructor(options: TripletMarginLossOptions = {}) {
    super(options);
  }

  override forward(anchor: Tensor, positive: Tensor, negative: Tensor): Tensor {
    return tripletMarginLoss(anchor, positive, negative, this.options);
  }
}

function norm(x: Tensor, p: number): Tensor {
  if (p === 1) return sum(abs(x), { axes: -1 });
  if (p === 2) return sqrt(sum(square(x), { axes: -1 }));
  return pow(sum(pow(abs(x), p), { axes: -1 }), 1 / p);
}
