import { freshGenerator, Module } from "@nn/module";
import { generator, type Generator, type Tensor } from "@nn/tensor";
import type { DropoutResult } from "./dropout.ts";
import { checkProbability } from "./dropoutOptions.ts";

/** Options of every dropout module. */
export interface DroppingModuleOptions {
  /** How likely an element is to be dropped. Default: 0.5. */
  readonly probability?: number;
  /** Where the module's own generator is forked from. Default: a new one, with `seed`. */
  readonly generator?: Generator;
  /** The seed of the module's own generator, where none is given. Default: random. */
  readonly seed?: number;
}

/** What dropout modules have in common: a probability, and a generator of their own. */
export abstract class RandomModule extends Module {
  readonly probability: number;
  /** What is drawn from. Its `state` is all it takes to repeat a call. */
  readonly generator: Generator;

  /** @throws NNError `option` unless 0 ≤ probability ≤ 1 */
  constructor(options: DroppingModuleOptions) {
    super();
    const { probability = 0.5, seed } = options;
    checkProbability(this.constructor.name, probability);
    this.probability = probability;
    this.generator = options.generator?.fork() ?? (seed === undefined ? freshGenerator() : generator(seed));
  }

  protected override describe(): string {
    return `probability=${this.probability}`;
  }
}

/** What dropout modules with a mask have in common. */
export abstract class MaskedModule extends RandomModule {
  override forward(input: Tensor): Tensor {
    return this.drop(input).output;
  }

  /** `forward`, with the mask that it used as a tensor of truth values: what was kept. */
  forwardWithMask(input: Tensor): DropoutResult {
    const { output, mask } = this.drop(input);
    return { output, mask: mask() };
  }

  /** The output, and what makes the mask. */
  protected abstract drop(input: Tensor): { readonly output: Tensor; readonly mask: () => Tensor };
}
