import { NNError } from "@nn/backend";
import { Module } from "@nn/module";
import { floatOperands, formatShape, max, normalizeAxis, perAxis, reshape, type Tensor } from "@nn/tensor";

/** Options of {@link maxout}. */
export interface MaxoutOptions {
  /** How many neighbours along the axis make one group. */
  readonly groups: number;
  /** The axis of the groups; negative ones count from the end. Default: 1. */
  readonly axis?: number;
}

/**
 * y[…,c,…] = max over k < groups of x[…, c · groups + k, …] along an axis, as PaddlePaddle groups them; PyTorch and Keras
 * have no such layer. NaN wins; where several are largest, each gets an equal share of the gradient (PaddlePaddle gives
 * it to the first).
 *
 * Source: Goodfellow et al. 2013, "Maxout Networks".
 *
 * @param x floats, with a size along the axis that is a multiple of `groups`
 * @returns of the same shape, but 1/groups of the size along the axis
 * @throws NNError `option` unless `groups` is a positive integer, and the axis exists
 * @throws NNError `shape` unless the size is a multiple of `groups`
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([[1, 5, -2, -3]], { backend });
 * await maxout(x, { groups: 2 }).data(); // 5, -2
 * ```
 */
export function maxout(x: Tensor, { groups, axis = 1 }: MaxoutOptions): Tensor {
  const [input] = floatOperands("maxout", [x]);
  perAxis("maxout", "groups", groups, 1, 1);
  const along = normalizeAxis("maxout", axis, x.rank);
  const size = x.shape[along]!;
  if (size % groups !== 0) {
    const expected = `a multiple of ${groups} groups along axis ${along}`;
    throw new NNError("shape", `maxout: expected ${expected}, got ${formatShape(x.shape)}`);
  }
  const grouped = [...x.shape.slice(0, along), size / groups, groups, ...x.shape.slice(along + 1)];
  return max(reshape(input!, grouped), { axes: along + 1 });
}

/** {@link maxout} as a module. */
export class Maxout extends Module {
  readonly groups: number;
  readonly axis: number;

  /** @throws NNError `option` unless `groups` is a positive integer */
  constructor({ groups, axis = 1 }: MaxoutOptions) {
    super();
    perAxis("Maxout", "groups", groups, 1, 1);
    this.groups = groups;
    this.axis = axis;
  }

  override forward(input: Tensor): Tensor {
    return maxout(input, this);
  }

  protected override describe(): string {
    return `groups=${this.groups}, axis=${this.axis}`;
  }
}
