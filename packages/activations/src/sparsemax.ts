import { foldIndex, folded, index, less, load, maximum, subtract } from "@nn/backend";
import { Module } from "@nn/module";
import {
  applySingle,
  cast,
  div,
  floatOperands,
  isfinite,
  max,
  noGrad,
  normalizeAxis,
  sub,
  sum,
  where,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import type { AxisOptions } from "./hardmax.ts";

/**
 * The point of the probability simplex that is nearest to x along an axis: max(x − τ, 0), with τ such that it sums to 1.
 * Unlike softmax it gives zeros. Nothing is sorted: an element i has a share exactly if Σ_j max(x_j − x_i, 0) < 1, which
 * takes n² comparisons for n elements. Then τ = (Σ x − 1) / count, over those that have one, and the gradient is
 * upstream − its mean over them there, and 0 elsewhere. Where the
 * largest is not finite, all along the axis is NaN.
 *
 * Source: Martins & Astudillo 2016, "From Softmax to Sparsemax".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` if the axis does not exist
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([1, 0.5, -1], { backend });
 * await sparsemax(x).data(); // 0.75, 0.25, 0
 * ```
 */
export function sparsemax(x: Tensor, { axis = -1 }: AxisOptions = {}): Tensor {
  const [input] = floatOperands("sparsemax", [x]);
  const along = normalizeAxis("sparsemax", axis, x.rank);
  const over = { axes: along, keepDims: true };
  const [largest, support] = noGrad(() => [
    max(input!, over),
    applySingle(supportOperation, [input!], { axis: along }),
  ]);
  // Moving all by the same amount changes nothing but the size of the numbers: it needs no gradient.
  const shifted = sub(input!, largest);
  const count = sum(cast(support, x.dtype), over);
  const threshold = div(sub(sum(where(support, shifted, 0), over), 1), count);
  return where(isfinite(largest), where(support, sub(shifted, threshold), 0), NaN);
}

/** {@link sparsemax} as a module. */
export class Sparsemax extends Module {
  readonly axis: number;

  constructor({ axis = -1 }: AxisOptions = {}) {
    super();
    this.axis = axis;
  }

  override forward(input: Tensor): Tensor {
    return sparsemax(input, this);
  }

  protected override describe(): string {
    return `axis=${this.axis}`;
  }
}

/** Whether an element gets a share: Σ_j max(x_j − x_i, 0) < 1 along the axis. */
const supportOperation: Operation<{ readonly axis: number }> = {
  name: "sparsemax support",
  formula: ([x], { axis }) => {
    const { dtype, shape } = x!;
    const here = shape.map((_, position) => index(position));
    const there = shape.map((_, position) => (position === axis ? foldIndex(0) : index(position)));
    const ahead = maximum(subtract(load(0, x!, there), load(0, x!, here)), 0);
    return {
      shape,
      folds: [{ operator: "sum", extents: [shape[axis]!], dtype, body: ahead }],
      outputs: [less(folded(0, dtype), 1)],
    };
  },
};
