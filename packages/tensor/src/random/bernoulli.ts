import { cast, less, NNError } from "@nn/backend";
import type { Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { randomUnit } from "./randomBits.ts";
import { draw, randomOperation, type RandomCall, type RandomOptions } from "./randomTensor.ts";

/** Options of {@link bernoulli}. */
export interface BernoulliOptions extends RandomOptions {
  /** How likely a 1 is. */
  readonly probability: number;
}

export const bernoulliOperation: Operation<RandomCall> = randomOperation("bernoulli", (bits, position, call) =>
  cast(less(randomUnit(bits(position), "float32"), call.parameters[0]!), call.dtype),
);

/**
 * 1 with a probability, else 0; of any type, bool for masks. The probability counts in steps of 2^−24.
 *
 * @throws NNError `option` unless 0 ≤ probability ≤ 1
 *
 * @example
 * ```ts
 * const x = bernoulli([1000], { backend, generator: generator(7), probability: 0.3 });
 * await mean(cast(x, "float32")).item(); // 0.3
 * ```
 */
export function bernoulli(shape: readonly number[], options: BernoulliOptions): Tensor {
  const { probability, dtype = "float32" } = options;
  if (!(probability >= 0 && probability <= 1)) {
    throw new NNError("option", `bernoulli: expected probability from 0 to 1, got ${probability}`);
  }
  return draw(bernoulliOperation, shape, { ...options, dtype }, [probability]);
}
