import { constant, lessEqual, NNError, select } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";

/** Options of {@link hardtanh}. */
export interface HardtanhOptions {
  /** The smallest result. Default: -1. */
  readonly min?: number;
  /** The largest result. Default: 1. */
  readonly max?: number;
}

/**
 * x limited to [min, max], element by element. NaN stays NaN; the gradient is 0 at both ends, as in PyTorch, where
 * that of `clamp` is 1. Defaults −1 and 1, as everywhere.
 *
 * Source: Collobert 2004, "Large Scale Machine Learning".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless min ≤ max
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-3, 0.5, 2], { backend });
 * await hardtanh(x).data(); // -1, 0.5, 1
 * await hardtanh(x, { min: -2, max: 0 }).data(); // -2, 0, 0
 * ```
 */
export function hardtanh(x: Tensor, options: HardtanhOptions = {}): Tensor {
  return applySingle(hardtanhOperation, floatOperands("hardtanh", [x]), normal("hardtanh", options));
}

/** {@link hardtanh} as a module. */
export class Hardtanh extends Module {
  readonly min: number;
  readonly max: number;

  /** @throws NNError `option` as {@link hardtanh} does */
  constructor(options: HardtanhOptions = {}) {
    super();
    const { min, max } = normal("Hardtanh", options);
    this.min = min;
    this.max = max;
  }

  override forward(input: Tensor): Tensor {
    return hardtanh(input, this);
  }

  protected override describe(): string {
    return `min=${this.min}, max=${this.max}`;
  }
}

/** The token of {@link hardtanh}. */
export const hardtanhOperation: Operation<Required<HardtanhOptions>> = elementwise("hardtanh", ([x], { min, max }) =>
  select(lessEqual(x!, min), min, select(lessEqual(constant(max, x!.dtype), x!), max, x!)),
);

function normal(operation: string, options: HardtanhOptions): Required<HardtanhOptions> {
  const { min = -1, max = 1 } = options;
  if (!(min <= max)) throw new NNError("option", `${operation}: expected min ≤ max, got ${min} and ${max}`);
  return { min, max };
}
