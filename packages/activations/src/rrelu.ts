import { NNError } from "@nn/backend";
import { freshGenerator, Module } from "@nn/module";
import { applySingle, floatOperands, generator, uniform, type Generator, type Tensor } from "@nn/tensor";
import { leakyReLU } from "./leakyReLU.ts";
import { preluOperation } from "./prelu.ts";

/** The slopes of {@link rrelu}. */
export interface RReLUSlopes {
  /** The smallest slope. Default: 1/8. */
  readonly lower?: number;
  /** The largest slope. Default: 1/3. */
  readonly upper?: number;
}

/** Options of {@link rrelu}. */
export interface RReLUOptions extends RReLUSlopes {
  /** Whether slopes are random. Default: true. */
  readonly training?: boolean;
  /** Where the randomness comes from. A call in training takes one key from it. */
  readonly generator: Generator;
}

/**
 * x where x > 0, and slope · x elsewhere, element by element. In training each element has a slope of its own from
 * U(lower, upper), which is computed from the key and the element's position, in the forward and in the backward pass;
 * in evaluation all have (lower + upper) / 2. The defaults are those of PyTorch and PaddlePaddle, though PyTorch's
 * function, unlike its module, evaluates by default.
 *
 * Source: Xu et al. 2015, "Empirical Evaluation of Rectified Activations in Convolutional Network".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless lower ≤ upper, both finite
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1, 2], { backend });
 * await rrelu(x, { lower: 0.2, upper: 0.3, training: false, generator: generator(1) }).data(); // -0.25, 2
 * await rrelu(x, { lower: 0.5, upper: 0.5, generator: generator(1) }).data(); // -0.5, 2
 * ```
 */
export function rrelu(x: Tensor, options: RReLUOptions): Tensor {
  const [lower, upper] = slopes("rrelu", options);
  const [input] = floatOperands("rrelu", [x]);
  if (!(options.training ?? true)) return leakyReLU(x, { negativeSlope: (lower + upper) / 2 });
  const { backend, dtype, shape } = x;
  const drawn = uniform(shape, { backend, dtype, generator: options.generator, low: lower, high: upper });
  return applySingle(preluOperation, [input!, drawn], undefined);
}

/** Options of {@link RReLU}. */
export interface RReLUModuleOptions extends RReLUSlopes {
  /** Where the module's own generator is forked from. Default: a new one, with `seed`. */
  readonly generator?: Generator;
  /** The seed of the module's own generator, where none is given. Default: random. */
  readonly seed?: number;
}

/** {@link rrelu} as a module with a generator of its own; its mode decides whether slopes are random. */
export class RReLU extends Module {
  readonly lower: number;
  readonly upper: number;
  /** What the slopes are drawn from. Its `state` is all it takes to repeat them. */
  readonly generator: Generator;

  /** @throws NNError `option` unless lower ≤ upper, both finite */
  constructor(options: RReLUModuleOptions = {}) {
    super();
    const { seed } = options;
    [this.lower, this.upper] = slopes("RReLU", options);
    this.generator = options.generator?.fork() ?? (seed === undefined ? freshGenerator() : generator(seed));
  }

  override forward(input: Tensor): Tensor {
    return rrelu(input, this);
  }

  protected override describe(): string {
    return `lower=${this.lower}, upper=${this.upper}`;
  }
}

function slopes(operation: string, { lower = 1 / 8, upper = 1 / 3 }: RReLUSlopes): [lower: number, upper: number] {
  if (lower <= upper && upper - lower < Infinity) return [lower, upper];
  throw new NNError("option", `${operation}: expected finite lower ≤ upper, got ${lower} and ${upper}`);
}
