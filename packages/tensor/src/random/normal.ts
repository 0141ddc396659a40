import { add, constant, isFloat, multiply, NNError, subtract, unary } from "@nn/backend";
import type { Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { randomUnit } from "./randomBits.ts";
import { draw, randomOperation, type RandomCall, type RandomOptions } from "./randomTensor.ts";

/** Options of {@link normal}. */
export interface NormalOptions extends RandomOptions {
  /** The mean. Default: 0. */
  readonly mean?: number;
  /** The standard deviation. Default: 1. */
  readonly std?: number;
}

export const normalOperation: Operation<RandomCall> = randomOperation("normal", (bits, position, call) => {
  const { dtype, parameters } = call;
  const [mean, std] = parameters;
  const first = multiply(position, 2);
  const angle = multiply(randomUnit(bits(first), dtype), 2 * Math.PI);
  const open = subtract(constant(1, dtype), randomUnit(bits(add(first, 1)), dtype));
  const radius = unary("squareRoot", multiply(unary("log", open), -2));
  return add(multiply(multiply(radius, unary("cos", angle)), std!), mean!);
});

/**
 * Numbers of the normal distribution, by the Box–Muller transform of two uniform ones: √(−2 log u) · cos(2π v) · std +
 * mean. None is further than 5.8 · std from the mean.
 *
 * @throws NNError `option` unless mean is finite, and std is finite and at least 0
 * @throws NNError `dtype` unless the type is a float
 *
 * @example
 * ```ts
 * const x = normal([1000], { backend, generator: generator(7) });
 * await std(x).item(); // 1.0
 * ```
 */
export function normal(shape: readonly number[], options: NormalOptions): Tensor {
  const { mean = 0, std = 1, dtype = "float32" } = options;
  if (!isFloat(dtype)) throw new NNError("dtype", `normal: expected float32 or float64, got ${dtype}`);
  if (!Number.isFinite(mean) || !(std >= 0 && std < Infinity)) {
    throw new NNError("option", `normal: expected finite mean and std ≥ 0, got ${mean} and ${std}`);
  }
  return draw(normalOperation, shape, { ...options, dtype }, [mean, std]);
}
