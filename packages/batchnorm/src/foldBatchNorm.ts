import { NNError } from "@nn/backend";
import { add, eq, floatOperands, formatShape, mul, reshape, rsqrt, sizeOf, sub, where, type Tensor } from "@nn/tensor";
import { checkEpsilon } from "./batchNorm.ts";

/** The batch norm that {@link foldBatchNorm} folds; each tensor of shape [outputs]. */
export interface FoldedBatchNorm {
  readonly mean: Tensor;
  readonly variance: Tensor;
  /** γ. Default: none. */
  readonly weight?: Tensor | undefined;
  /** β. Default: none. */
  readonly bias?: Tensor | undefined;
  /** Added to the variance. Default: 1e-5. */
  readonly epsilon?: number;
}

/** Where the outputs are in the weight of {@link foldBatchNorm}. */
export interface FoldOptions {
  /**
   * Whether it is the weight of a transposed convolution, [inputs, outputs / groups, …]. Default: false:
   * [outputs, …], of a linear layer or a convolution.
   */
  readonly transposed?: boolean;
  /** The groups of a transposed convolution. Default: 1. */
  readonly groups?: number;
}

/** What {@link foldBatchNorm} gives. */
export interface FoldedLayer {
  readonly weight: Tensor;
  readonly bias: Tensor;
}

/**
 * The weight and the bias of a linear layer or convolution that does what it and a batch norm behind it do in
 * evaluation. With s = γ / √(variance + epsilon) for each output,
 *
 *     weight' = s · weight        bias' = (bias − mean) · s + β
 *
 * Then the batch norm is left out. The result equals the pair's but for rounding.
 *
 * @param weight of shape [outputs, …]; of a transposed convolution [inputs, outputs / groups, …]
 * @param bias of shape [outputs], or undefined if the layer has none
 * @throws NNError `shape` unless the shapes fit
 * @throws NNError `dtype` unless all are floats of one type
 * @throws NNError `option` unless epsilon is a number of at least 0, and the groups divide the inputs
 *
 * @example
 * ```ts
 * const norm = { mean: tensor([1, 2], { backend }), variance: tensor([4, 0.25], { backend }), epsilon: 0 };
 * const folded = foldBatchNorm(tensor([[2, 6], [1, 3]], { backend }), undefined, norm);
 * await folded.weight.data(); // 1, 3, 2, 6
 * await folded.bias.data(); // -0.5, -4
 * ```
 */
export function foldBatchNorm(
  weight: Tensor,
  bias: Tensor | undefined,
  norm: FoldedBatchNorm,
  options: FoldOptions = {},
): FoldedLayer {
  const { mean, variance, weight: gamma, bias: beta, epsilon = 1e-5 } = norm;
  checkEpsilon("foldBatchNorm", epsilon);
  const vectors = { bias, mean, variance, "norm's weight": gamma, "norm's bias": beta };
  floatOperands("foldBatchNorm", [weight, ...Object.values(vectors).filter((tensor) => tensor !== undefined)]);
  const shape = groupedShape(weight, options);
  const outputs = shape[0]! * shape[2]!;
  for (const [name, tensor] of Object.entries(vectors)) {
    if (!tensor || (tensor.rank === 1 && tensor.size === outputs)) continue;
    const expected = `${name} of shape [${outputs}] for weight ${formatShape(weight.shape)}`;
    throw new NNError("shape", `foldBatchNorm: expected ${expected}, got ${formatShape(tensor.shape)}`);
  }
  const inverse = where(eq(add(variance, epsilon), 0), 0, rsqrt(add(variance, epsilon)));
  const scale = gamma ? mul(gamma, inverse) : inverse;
  const factor = reshape(scale, [shape[0]!, 1, shape[2]!, 1]);
  const moved = mul(bias ? sub(bias, mean) : mul(mean, -1), scale);
  return {
    weight: reshape(mul(reshape(weight, shape), factor), weight.shape),
    bias: beta ? add(moved, beta) : moved,
  };
}

/** The weight as [groups, inputs / groups, outputs / groups, rest]; outputs in front are groups of one. */
function groupedShape({ shape }: Tensor, { transposed = false, groups = 1 }: FoldOptions): number[] {
  if (shape.length < 2) {
    const expected = transposed ? "[inputs, outputs / groups, …]" : "[outputs, …]";
    throw new NNError("shape", `foldBatchNorm: expected weight of shape ${expected}, got ${formatShape(shape)}`);
  }
  const [first, second, ...rest] = shape;
  if (!transposed) return [first!, 1, 1, sizeOf([second!, ...rest])];
  if (Number.isInteger(groups) && groups > 0 && first! % groups === 0) {
    return [groups, first! / groups, second!, sizeOf(rest)];
  }
  throw new NNError("option", `foldBatchNorm: expected groups that divide the ${first} inputs, got ${groups}`);
}
