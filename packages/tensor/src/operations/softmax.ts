import { divide, multiply, subtract, unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { applySingle, requireFloat, type Operation } from "../operation.ts";
import { normalizeAxes } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./mul.ts";
import { withStatistics } from "./softmaxStatistics.ts";
import { sub } from "./sub.ts";
import { sum } from "./sum.ts";

/** Options of {@link softmax} and `logSoftmax`. */
export interface SoftmaxOptions {
  /** The axis, or axes, along which probabilities sum to 1; negative ones count from the end. Default: -1. */
  readonly axis?: number | readonly number[];
}

/** The token of {@link softmax}; its operands are x, its maximum, and Σ e^(x − maximum). */
export const softmaxOperation: Operation<{ readonly axes: readonly number[] }> = {
  ...elementwise<{ readonly axes: readonly number[] }>("softmax", ([x, maximum, total]) =>
    multiply(unary("exp", subtract(x!, maximum!)), divide(1, total!)),
  ),
  gradient: ({ outputs: [y], upstream: [upstream], options: { axes } }) => {
    const common = sum(mul(upstream!, y!), { axes, keepDims: true });
    return [mul(y!, sub(upstream!, common)), undefined, undefined];
  },
};

/**
 * e^x / Σ e^x along one or several axes, by way of e^(x − max x), so that it never overflows. Where all are −∞ it is NaN. The result
 * has the shape of x.
 *
 * @throws NNError `option` if an axis does not exist
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3], { backend });
 * await softmax(x).data(); // 0.0900, 0.2447, 0.6652
 * ```
 */
export function softmax(x: Tensor, options: SoftmaxOptions = {}): Tensor {
  requireFloat("softmax", x);
  const axes = normalizeAxes("softmax", options.axis ?? -1, x.rank);
  return applySingle(softmaxOperation, withStatistics(x, axes), { axes });
}
