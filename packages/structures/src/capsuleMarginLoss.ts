import { NNError } from "@nn/backend";
import {
  add,
  formatShape,
  maximum,
  mean,
  mul,
  oneHot,
  requireFloat,
  requireRank,
  sameShape,
  square,
  sub,
  sum,
  type Tensor,
} from "@nn/tensor";

/** Options of {@link capsuleMarginLoss}. */
export interface CapsuleMarginLossOptions {
  /** The length from which the capsule of a class that is there costs nothing. Default: 0.9. */
  readonly present?: number;
  /** The length up to which the capsule of a class that is not there costs nothing. Default: 0.1. */
  readonly absent?: number;
  /** The weight of classes that are not there. Default: 0.5. */
  readonly absentWeight?: number;
}

/**
 * The mean over the batch of Σ_k T_k · max(0, present − v_k)² + absentWeight · (1 − T_k) · max(0, v_k − absent)², where
 * v_k is the length of the capsule of class k, and T_k is 1 for the label's class and else 0.
 *
 * Source: Sabour, Frosst & Hinton 2017, "Dynamic Routing Between Capsules", equation 4.
 *
 * @param lengths of shape [batch, classes]
 * @param labels int32, of shape [batch]
 * @returns a scalar
 * @throws NNError `shape` unless there is a label for each row
 * @throws NNError `dtype` unless the lengths are floats and the labels int32
 *
 * @example
 * ```ts
 * const labels = tensor([0], { backend, dtype: "int32" });
 * await capsuleMarginLoss(tensor([[0.5, 0.3]], { backend }), labels).item(); // 0.18
 * ```
 */
export function capsuleMarginLoss(lengths: Tensor, labels: Tensor, options: CapsuleMarginLossOptions = {}): Tensor {
  const { present = 0.9, absent = 0.1, absentWeight = 0.5 } = options;
  requireRank("capsuleMarginLoss", lengths, ["batch", "classes"]);
  requireFloat("capsuleMarginLoss", lengths);
  const [batch, classes] = lengths.shape;
  if (!sameShape(labels.shape, [batch!])) {
    const got = formatShape(labels.shape);
    throw new NNError("shape", `capsuleMarginLoss: expected labels of shape [${batch}], got ${got}`);
  }
  const there = oneHot(labels, classes!, { dtype: lengths.dtype });
  const missed = mul(there, square(maximum(sub(present, lengths), 0)));
  const imagined = mul(mul(sub(1, there), absentWeight), square(maximum(sub(lengths, absent), 0)));
  return mean(sum(add(missed, imagined), { axes: 1 }));
}
