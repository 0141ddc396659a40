import { Module } from "@nn/module";
import { applySingle, floatOperands, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";
import { thresholdOperation } from "./threshold.ts";

/** Options of {@link thresholdedReLU}. */
export interface ThresholdedReLUOptions {
  /** What an element has to exceed. Default: 1. */
  readonly theta?: number;
}

/**
 * x where x > θ, and else 0, element by element. At θ the gradient is 0; NaN stays NaN. θ is 1 by default in
 * PaddlePaddle, ONNX and Keras 2; PyTorch has {@link threshold}.
 *
 * Source: Konda, Memisevic & Krueger 2015, "Zero-bias Autoencoders and the Benefits of Co-adapting Features".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `theta` is finite
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-2, 1, 3], { backend });
 * await thresholdedReLU(x).data(); // 0, 0, 3
 * ```
 */
export function thresholdedReLU(x: Tensor, options: ThresholdedReLUOptions = {}): Tensor {
  const { theta } = normal("thresholdedReLU", options);
  return applySingle(thresholdOperation, floatOperands("thresholdedReLU", [x]), { threshold: theta, value: 0 });
}

/** {@link thresholdedReLU} as a module. */
export class ThresholdedReLU extends Module {
  readonly theta: number;

  /** @throws NNError `option` as {@link thresholdedReLU} does */
  constructor(options: ThresholdedReLUOptions = {}) {
    super();
    const { theta } = normal("ThresholdedReLU", options);
    this.theta = theta;
  }

  override forward(input: Tensor): Tensor {
    return thresholdedReLU(input, this);
  }

  protected override describe(): string {
    return `theta=${this.theta}`;
  }
}

function normal(operation: string, options: ThresholdedReLUOptions): Required<ThresholdedReLUOptions> {
  const { theta = 1 } = options;
  checkNumber(operation, "theta", theta, "finite");
  return { theta };
}
