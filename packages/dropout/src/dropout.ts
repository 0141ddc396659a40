import { index, less, load, multiply, NNError, select } from "@nn/backend";
import { freshGenerator, Module } from "@nn/module";
import {
  applySingle,
  generator,
  mul,
  randomBits,
  randomPosition,
  requireFloat,
  type Generator,
  type Operation,
  type Tensor,
} from "@nn/tensor";

/**
 * - `upscaleInTrain`: what is kept in training is divided by 1 − probability; evaluation changes nothing
 * - `downscaleInInference`: training changes nothing that is kept; evaluation multiplies by 1 − probability
 */
export type DropoutMode = "upscaleInTrain" | "downscaleInInference";

/** Options of {@link dropout}. */
export interface DropoutOptions {
  /** How likely an element is to become 0. Default: 0.5. */
  readonly probability?: number;
  /** Whether elements are dropped. Default: true. */
  readonly training?: boolean;
  /** Where and when the mean is kept. Default: "upscaleInTrain". */
  readonly mode?: DropoutMode;
  /** Where the randomness comes from. A call in training takes one key from it, if the probability is not 0 or 1. */
  readonly generator: Generator;
}

/**
 * Each element becomes 0 with a probability, independently. What is dropped is 0 whatever it was, NaN too. The mask is
 * computed from the key and the element's position, in the forward and in the backward pass, and never stored.
 *
 * Source: Srivastava et al. 2014, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting"; the default mode
 * is their inverted form, as in PyTorch.
 *
 * @param input of any shape, which the result has, too
 * @throws NNError `option` unless 0 ≤ probability ≤ 1
 * @throws NNError `dtype` unless the input holds floats
 */
export function dropout(input: Tensor, options: DropoutOptions): Tensor {
  const { probability = 0.5, training = true, mode = "upscaleInTrain" } = options;
  requireFloat("dropout", input);
  checkProbability("dropout", probability);
  const upscale = mode === "upscaleInTrain";
  if (!training) return upscale || probability === 0 ? input : mul(input, 1 - probability);
  if (probability === 0) return input;
  const kept = Math.min(Math.floor((1 - probability) * 2 ** 32), 2 ** 32 - 1);
  const scale = upscale && probability < 1 ? 1 / (1 - probability) : 1;
  const keys = options.generator.nextTensors(input.backend);
  return applySingle(dropoutOperation, [input, ...keys], { kept, scale });
}

/** Options of {@link Dropout}. */
export interface DropoutModuleOptions {
  /** How likely an element is to become 0. Default: 0.5. */
  readonly probability?: number;
  /** Where and when the mean is kept. Default: "upscaleInTrain". */
  readonly mode?: DropoutMode;
  /** Where the module's own generator is forked from. Default: a new one, with `seed`. */
  readonly generator?: Generator;
  /** The seed of the module's own generator, where none is given. Default: random. */
  readonly seed?: number;
}

/** {@link dropout} as a module with a generator of its own; in evaluation it gives back its input. */
export class Dropout extends Module {
  readonly probability: number;
  readonly mode: DropoutMode;
  /** What the masks are drawn from. Its `state` is all it takes to repeat them. */
  readonly generator: Generator;

  /** @throws NNError `option` unless 0 ≤ probability ≤ 1 */
  constructor(options: DropoutModuleOptions = {}) {
    super();
    const { probability = 0.5, mode = "upscaleInTrain", seed } = options;
    checkProbability("Dropout", probability);
    this.probability = probability;
    this.mode = mode;
    this.generator = options.generator?.fork() ?? (seed === undefined ? freshGenerator() : generator(seed));
  }

  override forward(input: Tensor): Tensor {
    return dropout(input, this);
  }

  protected override describe(): string {
    return `probability=${this.probability}${this.mode === "upscaleInTrain" ? "" : `, mode=${this.mode}`}`;
  }
}

/** Options of {@link dropoutOperation}. */
export interface DropoutCall {
  /** Elements whose random bits, as a uint32, are below this are kept. */
  readonly kept: number;
  /** What kept elements are multiplied by. */
  readonly scale: number;
}

/** The token of {@link dropout}: its operands are x and the two words of the key. It is its own gradient. */
export const dropoutOperation: Operation<DropoutCall> = {
  name: "dropout",
  formula: ([x, key0, key1], { kept, scale }) => {
    const { shape } = x!;
    const element = load(
      0,
      x!,
      shape.map((_, axis) => index(axis)),
    );
    const bits = randomBits(randomPosition(shape), load(1, key0!, []), load(2, key1!, []));
    return { shape, outputs: [select(less(bits, kept), multiply(element, scale), 0)] };
  },
  gradient: ({ inputs: [, key0, key1], upstream: [upstream], options }) => [
    applySingle(dropoutOperation, [upstream!, key0!, key1!], options),
    undefined,
    undefined,
  ],
};

function checkProbability(operation: string, probability: number): void {
  if (probability >= 0 && probability <= 1) return;
  throw new NNError("option", `${operation}: expected probability from 0 to 1, got ${probability}`);
}
