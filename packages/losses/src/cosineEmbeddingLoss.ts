import { NNError } from "@nn/backend";
import {
  add,
  div,
  eq,
  floatOperands,
  formatShape,
  maximum,
  mul,
  sameShape,
  sqrt,
  square,
  sub,
  sum,
  where,
  type Tensor,
} from "@nn/tensor";
import { requireAlike } from "./alike.ts";
import { LossModule, type LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link cosineEmbeddingLoss}. */
export interface CosineEmbeddingLossOptions extends LossOptions {
  /** The cosine up to which pairs that are not alike cost nothing. Default: 0. */
  readonly margin?: number;
}

/**
 * With the cosine of the angle between two vectors: 1 − cosine where the target is 1, max(0, cosine − margin) elsewhere.
 *
 * @param first of shape […, features]
 * @param target 1 or −1, of shape […]
 * @returns a scalar, or of shape […] with reduction `"none"`
 * @throws NNError `shape` or `dtype` unless the tensors fit one another
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([[1, 0], [1, 0]], { backend }), tensor([[1, 1], [1, 1]], { backend })];
 * await cosineEmbeddingLoss(x, y, tensor([1, -1], { backend }), { reduction: "none" }).data(); // 0.2929, 0.7071
 * ```
 */
export function cosineEmbeddingLoss(
  first: Tensor,
  second: Tensor,
  target: Tensor,
  options: CosineEmbeddingLossOptions = {},
): Tensor {
  const { reduction = "mean", margin = 0 } = options;
  checkReduction("cosineEmbeddingLoss", reduction);
  requireAlike("cosineEmbeddingLoss", first, second, "a second input");
  floatOperands("cosineEmbeddingLoss", [first, target]);
  const leading = first.shape.slice(0, -1);
  if (first.rank === 0 || !sameShape(target.shape, leading)) {
    const expected = `a target of shape ${formatShape(leading)} for inputs of shape ${formatShape(first.shape)}`;
    throw new NNError("shape", `cosineEmbeddingLoss: expected ${expected}, got ${formatShape(target.shape)}`);
  }
  const total = (x: Tensor): Tensor => sum(x, { axes: -1 });
  const lengths = mul(add(total(square(first)), smallest), add(total(square(second)), smallest));
  const cosine = div(total(mul(first, second)), sqrt(lengths));
  return reduce(where(eq(target, 1), sub(1, cosine), maximum(sub(cosine, margin), 0)), reduction);
}

/** Keeps the cosine of a vector of zeros finite, as PyTorch does. */
const smallest = 1e-12;

/** {@link cosineEmbeddingLoss} as a module. */
export class CosineEmbeddingLoss extends LossModule<
  CosineEmbeddingLossOptions,
  [first: Tensor, second: Tensor, target: Tensor]
> {
  constructor(options: CosineEmbeddingLossOptions = {}) {
    super(options);
  }

  override forward(first: Tensor, second: Tensor, target: Tensor): Tensor {
    return cosineEmbeddingLoss(first, second, target, this.options);
  }
}
