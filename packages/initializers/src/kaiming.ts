import { NNError } from "@nn/backend";
import { normal, uniform, type Tensor } from "@nn/tensor";
import { calculateGain, type Nonlinearity } from "./calculateGain.ts";
import { fansOf } from "./fans.ts";
import type { InitializerOptions } from "./initializerOptions.ts";

/** Options of {@link kaimingUniform} and {@link kaimingNormal}. */
export interface KaimingOptions extends InitializerOptions {
  /** Whether signals keep their size forward, or gradients backward. Default: `"fanIn"`. */
  readonly mode?: "fanIn" | "fanOut";
  /** What follows the weights. Default: `"leakyReLU"`. */
  readonly nonlinearity?: Nonlinearity;
  /** Of leakyReLU; 0 makes it the relu. Default: 0. */
  readonly negativeSlope?: number;
}

/**
 * Numbers of the uniform distribution whose variance is gain² / fan, so that signals keep their size through layers that
 * zero one half of them (He et al. 2015, "Delving Deep into Rectifiers").
 *
 * @param shape of a weight: [outputs, inputs, …kernel]
 * @throws NNError `shape` if there are fewer than two axes
 * @throws NNError `option` for another mode or nonlinearity
 *
 * @example
 * ```ts
 * const options = { backend, generator: generator(1), nonlinearity: "relu" } as const;
 * await std(kaimingUniform([1000, 8], options)).item(); // 0.50
 * ```
 */
export function kaimingUniform(shape: readonly number[], options: KaimingOptions): Tensor {
  const bound = Math.sqrt(3) * deviation("kaimingUniform", shape, options);
  return uniform(shape, { ...options, low: -bound, high: bound });
}

/**
 * Numbers of the normal distribution with mean 0 and variance gain² / fan (He et al. 2015); see {@link kaimingUniform}.
 *
 * @param shape of a weight: [outputs, inputs, …kernel]
 * @throws NNError `shape` if there are fewer than two axes
 * @throws NNError `option` for another mode or nonlinearity
 *
 * @example
 * ```ts
 * const options = { backend, generator: generator(1), nonlinearity: "relu" } as const;
 * await std(kaimingNormal([1000, 8], options)).item(); // 0.50
 * ```
 */
export function kaimingNormal(shape: readonly number[], options: KaimingOptions): Tensor {
  return normal(shape, { ...options, mean: 0, std: deviation("kaimingNormal", shape, options) });
}

function deviation(operation: string, shape: readonly number[], options: KaimingOptions): number {
  const { mode = "fanIn", nonlinearity = "leakyReLU", negativeSlope = 0 } = options;
  if (mode !== "fanIn" && mode !== "fanOut") {
    throw new NNError("option", `${operation}: expected mode "fanIn" or "fanOut", got "${String(mode)}"`);
  }
  return calculateGain(nonlinearity, negativeSlope) / Math.sqrt(fansOf(operation, shape)[mode]);
}
