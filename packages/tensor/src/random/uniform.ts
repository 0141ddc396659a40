import { add, isFloat, multiply, NNError } from "@nn/backend";
import type { Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { randomUnit } from "./randomBits.ts";
import { draw, randomOperation, type RandomCall, type RandomOptions } from "./randomTensor.ts";

/** Options of {@link uniform}. */
export interface UniformOptions extends RandomOptions {
  /** The smallest number. Default: 0. */
  readonly low?: number;
  /** The bound that is not reached. Default: 1. */
  readonly high?: number;
}

export const uniformOperation: Operation<RandomCall> = randomOperation("uniform", (bits, position, call) => {
  const [low, high] = call.parameters;
  return add(multiply(randomUnit(bits(position), call.dtype), high! - low!), low!);
});

/**
 * Numbers that are equally likely in [low, high), in steps of (high − low) · 2^−24. Rounding may give `high` where low
 * and high differ in magnitude.
 *
 * @throws NNError `option` unless low ≤ high, both finite
 * @throws NNError `dtype` unless the type is a float
 *
 * @example
 * ```ts
 * const x = uniform([1000], { backend, generator: generator(7), low: 2, high: 4 });
 * await mean(x).item(); // 3.0
 * ```
 */
export function uniform(shape: readonly number[], options: UniformOptions): Tensor {
  const { low = 0, high = 1, dtype = "float32" } = options;
  if (!isFloat(dtype)) throw new NNError("dtype", `uniform: expected float32 or float64, got ${dtype}`);
  if (!(low <= high && high - low < Infinity)) {
    throw new NNError("option", `uniform: expected finite low ≤ high, got ${low} and ${high}`);
  }
  return draw(uniformOperation, shape, { ...options, dtype }, [low, high]);
}
