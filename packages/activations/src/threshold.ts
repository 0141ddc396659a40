import { lessEqual, select } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";

/** Options of {@link threshold}. */
export interface ThresholdOptions {
  /** What an element has to exceed. Default: 0. */
  readonly threshold?: number;
  /** What the others become. Default: 0. */
  readonly value?: number;
}

/**
 * x where x > threshold, and else the value, element by element. At the threshold the gradient is 0; NaN stays NaN.
 * PyTorch has no defaults for the two numbers; these make it ReLU.
 *
 * Source: PyTorch's reference implementation.
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `threshold` is finite, and `value` is finite
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-2, 1, 3], { backend });
 * await threshold(x, { threshold: 1, value: 20 }).data(); // 20, 20, 3
 * ```
 */
export function threshold(x: Tensor, options: ThresholdOptions = {}): Tensor {
  return applySingle(thresholdOperation, floatOperands("threshold", [x]), normal("threshold", options));
}

/** {@link threshold} as a module. */
export class Threshold extends Module {
  readonly threshold: number;
  readonly value: number;

  /** @throws NNError `option` as {@link threshold} does */
  constructor(options: ThresholdOptions = {}) {
    super();
    const settings = normal("Threshold", options);
    this.threshold = settings.threshold;
    this.value = settings.value;
  }

  override forward(input: Tensor): Tensor {
    return threshold(input, this);
  }

  protected override describe(): string {
    return `threshold=${this.threshold}, value=${this.value}`;
  }
}

/** The token of {@link threshold}. */
export const thresholdOperation: Operation<Required<ThresholdOptions>> = elementwise(
  "threshold",
  ([x], { threshold, value }) => select(lessEqual(x!, threshold), value, x!),
);

function normal(operation: string, options: ThresholdOptions): Required<ThresholdOptions> {
  const { threshold = 0, value = 0 } = options;
  checkNumber(operation, "threshold", threshold, "finite");
  checkNumber(operation, "value", value, "finite");
  return { threshold, value };
}
