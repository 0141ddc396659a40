import type { Backend, DType } from "@nn/backend";
import { uniform, type Generator } from "@nn/tensor";
import { freshGenerator } from "./freshGenerator.ts";
import { Parameter } from "./parameter.ts";

/** Options of every module that has parameters. */
export interface InitialOptions {
  /** The backend of the parameters. */
  readonly backend: Backend;
  /** Where their first numbers are drawn from. Default: a new generator with a random seed. */
  readonly generator?: Generator;
  /** The type of the parameters. Default: float32. */
  readonly dtype?: DType;
}

/**
 * A parameter with numbers from U(−1/√fanIn, 1/√fanIn), as PyTorch draws the first weights and biases of linear layers
 * and convolutions.
 *
 * @param fanIn how many inputs each output sums over; with none, the numbers are 0
 */
export function fanInUniform(shape: readonly number[], fanIn: number, options: InitialOptions): Parameter {
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  const { backend, dtype = "float32", generator = freshGenerator() } = options;
  return new Parameter(uniform(shape, { backend, dtype, generator, low: -bound, high: bound }));
}
