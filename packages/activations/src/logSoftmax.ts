import { subtract, unary } from "@nn/backend";
import { Module } from "@nn/module";
import {
  applySingle,
  elementwise,
  exp,
  mul,
  normalizeAxis,
  requireFloat,
  sub,
  sum,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import type { SoftmaxOptions } from "./softmax.ts";
import { withStatistics } from "./softmaxStatistics.ts";

/**
 * log(softmax(x)) = x − max x − log Σ e^(x − max x) along an axis, which keeps the precision that a logarithm of softmax
 * would lose.
 *
 * @throws NNError `option` if the axis does not exist
 * @throws NNError `dtype` unless x holds floats
 */
export function logSoftmax(x: Tensor, options: SoftmaxOptions = {}): Tensor {
  requireFloat("logSoftmax", x);
  const axis = normalizeAxis("logSoftmax", options.axis ?? -1, x.rank);
  return applySingle(logSoftmaxOperation, withStatistics(x, axis), { axis });
}

/** {@link logSoftmax} as a module. */
export class LogSoftmax extends Module {
  readonly axis: number;

  constructor(options: SoftmaxOptions = {}) {
    super();
    this.axis = options.axis ?? -1;
  }

  override forward(input: Tensor): Tensor {
    return logSoftmax(input, this);
  }

  protected override describe(): string {
    return `axis=${this.axis}`;
  }
}

/** The token of {@link logSoftmax}; its operands are x, its maximum, and Σ e^(x − maximum). */
export const logSoftmaxOperation: Operation<{ readonly axis: number }> = {
  ...elementwise<{ readonly axis: number }>("logSoftmax", ([x, maximum, total]) =>
    subtract(subtract(x!, maximum!), unary("log", total!)),
  ),
  gradient: ({ outputs: [y], upstream: [upstream], options: { axis } }) => {
    const total = sum(upstream!, { axes: axis, keepDims: true });
    return [sub(upstream!, mul(exp(y!), total)), undefined, undefined];
  },
};
