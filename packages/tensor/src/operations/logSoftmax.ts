import { subtract, unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { applySingle, requireFloat, type Operation } from "../operation.ts";
import { normalizeAxes } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { exp } from "./exp.ts";
import { mul } from "./mul.ts";
import type { SoftmaxOptions } from "./softmax.ts";
import { withStatistics } from "./softmaxStatistics.ts";
import { sub } from "./sub.ts";
import { sum } from "./sum.ts";

/** The token of {@link logSoftmax}; its operands are x, its maximum, and Σ e^(x − maximum). */
export const logSoftmaxOperation: Operation<{ readonly axes: readonly number[] }> = {
  ...elementwise<{ readonly axes: readonly number[] }>("logSoftmax", ([x, maximum, total]) =>
    subtract(subtract(x!, maximum!), unary("log", total!)),
  ),
  gradient: ({ outputs: [y], upstream: [upstream], options: { axes } }) => {
    const total = sum(upstream!, { axes, keepDims: true });
    return [sub(upstream!, mul(exp(y!), total)), undefined, undefined];
  },
};

/**
 * log(softmax(x)) = x − max x − log Σ e^(x − max x) along one or several axes: nothing overflows, and nothing cancels
 * where all are far from 0, as in a logarithm of softmax it would. The result has the shape of x.
 *
 * @throws NNError `option` if an axis does not exist
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3], { backend });
 * await logSoftmax(x).data(); // -2.4076, -1.4076, -0.4076
 * ```
 */
export function logSoftmax(x: Tensor, options: SoftmaxOptions = {}): Tensor {
  requireFloat("logSoftmax", x);
  const axes = normalizeAxes("logSoftmax", options.axis ?? -1, x.rank);
  return applySingle(logSoftmaxOperation, withStatistics(x, axes), { axes });
}
