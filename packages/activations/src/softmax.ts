import { divide, subtract, unary } from "@nn/backend";
import { Module } from "@nn/module";
import {
  applySingle,
  elementwise,
  mul,
  normalizeAxis,
  requireFloat,
  sub,
  sum,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import { withStatistics } from "./softmaxStatistics.ts";

/** Options of {@link softmax} and {@link logSoftmax}. */
export interface SoftmaxOptions {
  /** The axis along which the results sum to 1; negative ones count from the end. Default: -1. */
  readonly axis?: number;
}

/**
 * e^x / Σ e^x along an axis, by way of e^(x − max x), so that it never overflows. Where all are −∞ it is NaN.
 *
 * @throws NNError `option` if the axis does not exist
 * @throws NNError `dtype` unless x holds floats
 */
export function softmax(x: Tensor, options: SoftmaxOptions = {}): Tensor {
  requireFloat("softmax", x);
  const axis = normalizeAxis("softmax", options.axis ?? -1, x.rank);
  return applySingle(softmaxOperation, withStatistics(x, axis), { axis });
}

/** {@link softmax} as a module. */
export class Softmax extends Module {
  readonly axis: number;

  constructor(options: SoftmaxOptions = {}) {
    super();
    this.axis = options.axis ?? -1;
  }

  override forward(input: Tensor): Tensor {
    return softmax(input, this);
  }

  protected override describe(): string {
    return `axis=${this.axis}`;
  }
}

/** The token of {@link softmax}; its operands are x, its maximum, and Σ e^(x − maximum). */
export const softmaxOperation: Operation<{ readonly axis: number }> = {
  ...elementwise<{ readonly axis: number }>("softmax", ([x, maximum, total]) =>
    divide(unary("exp", subtract(x!, maximum!)), total!),
  ),
  gradient: ({ outputs: [y], upstream: [upstream], options: { axis } }) => {
    const common = sum(mul(upstream!, y!), { axes: axis, keepDims: true });
    return [mul(y!, sub(upstream!, common)), undefined, undefined];
  },
};
