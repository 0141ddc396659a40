import { NNError } from "@nn/backend";
import { mul, normal, requireFloat, type Tensor } from "@nn/tensor";
import { RandomModule, type DroppingModuleOptions } from "./dropoutModule.ts";
import type { DroppingOptions } from "./dropoutOptions.ts";

/**
 * y = x · N(1, √(p / (1 − p))): each element times a normal number, whose mean and variance are those of dropout's
 * factor. In evaluation y = x. Nothing becomes exactly 0, and there is no mask. As Keras' `GaussianDropout`.
 *
 * Source: Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", section 10.
 *
 * @param input of any shape, which the result has, too
 * @throws NNError `option` unless 0 ≤ probability < 1: with 1 the variance would be infinite
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * const x = ones([10000], { backend });
 * const y = gaussianDropout(x, { probability: 0.2, generator: generator(1) });
 * await mean(y).item(); // 1.0
 * await std(y).item(); // 0.5
 * ```
 */
export function gaussianDropout(input: Tensor, options: DroppingOptions): Tensor {
  const { probability = 0.5, training = true, generator } = options;
  requireFloat("gaussianDropout", input);
  checkBelowOne("gaussianDropout", probability);
  if (!training || probability === 0) return input;
  const { backend, dtype, shape } = input;
  const std = Math.sqrt(probability / (1 - probability));
  return mul(input, normal(shape, { backend, dtype, generator, mean: 1, std }));
}

/** {@link gaussianDropout} as a module with a generator of its own; in evaluation it gives back its input. */
export class GaussianDropout extends RandomModule {
  /** @throws NNError `option` unless 0 ≤ probability < 1 */
  constructor(options: DroppingModuleOptions = {}) {
    super(options);
    checkBelowOne("GaussianDropout", this.probability);
  }

  override forward(input: Tensor): Tensor {
    return gaussianDropout(input, this);
  }
}

function checkBelowOne(operation: string, probability: number): void {
  if (probability >= 0 && probability < 1) return;
  throw new NNError("option", `${operation}: expected probability from 0 to below 1, got ${probability}`);
}
