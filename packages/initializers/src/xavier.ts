import { normal, uniform, type Tensor } from "@nn/tensor";
import { fansOf } from "./fans.ts";
import type { InitializerOptions } from "./initializerOptions.ts";

/** Options of {@link xavierUniform} and {@link xavierNormal}. */
export interface XavierOptions extends InitializerOptions {
  /** A factor for all numbers; see `calculateGain`. Default: 1. */
  readonly gain?: number;
}

/**
 * Numbers of the uniform distribution whose variance is gain² · 2 / (fanIn + fanOut), so that signals keep their size in
 * both directions (Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks").
 *
 * @param shape of a weight: [outputs, inputs, …kernel]
 * @throws NNError `shape` if there are fewer than two axes
 *
 * @example
 * ```ts
 * const weight = xavierUniform([100, 100], { backend, generator: generator(1) });
 * await std(weight).item(); // 0.10
 * ```
 */
export function xavierUniform(shape: readonly number[], options: XavierOptions): Tensor {
  const bound = Math.sqrt(3) * deviation("xavierUniform", shape, options);
  return uniform(shape, { ...options, low: -bound, high: bound });
}

/**
 * Numbers of the normal distribution with mean 0 and variance gain² · 2 / (fanIn + fanOut) (Glorot & Bengio 2010); see
 * {@link xavierUniform}.
 *
 * @param shape of a weight: [outputs, inputs, …kernel]
 * @throws NNError `shape` if there are fewer than two axes
 *
 * @example
 * ```ts
 * const weight = xavierNormal([100, 100], { backend, generator: generator(1) });
 * await std(weight).item(); // 0.10
 * ```
 */
export function xavierNormal(shape: readonly number[], options: XavierOptions): Tensor {
  return normal(shape, { ...options, mean: 0, std: deviation("xavierNormal", shape, options) });
}

function deviation(operation: string, shape: readonly number[], { gain = 1 }: XavierOptions): number {
  const { fanIn, fanOut } = fansOf(operation, shape);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}
