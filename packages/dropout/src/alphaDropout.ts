import { add, index, load, multiply, select } from "@nn/backend";
import { applySingle, ones, requireFloat, type Operation, type Tensor } from "@nn/tensor";
import { dropoutOperation } from "./dropout.ts";
import { MaskedModule } from "./dropoutModule.ts";
import { checkProbability, type DroppingOptions } from "./dropoutOptions.ts";
import { isKept, keptOf, keysFor, maskOf, type MaskCall } from "./mask.ts";

/** −scale · alpha of SELU: what its results tend to for small arguments. */
const saturation = -1.0507009873554805 * 1.6732632423543772;

/**
 * y = a · (x or α′) + b, where α′ ≈ −1.758 takes the place of x with probability p: dropout for networks of SELUs, which
 * keeps mean 0 and variance 1. With q = 1 − p it is a = (q + α′² · p · q)^(−1/2) and b = −a · p · α′. With probability 1
 * everything is 0. In evaluation y = x.
 *
 * Source: Klambauer et al. 2017, "Self-Normalizing Neural Networks". As PyTorch's `alpha_dropout`.
 *
 * @param input of any shape, which the result has, too
 * @throws NNError `option` unless 0 ≤ probability ≤ 1
 * @throws NNError `dtype` unless the input holds floats
 *
 * @example
 * ```ts
 * const x = zeros([4], { backend });
 * await alphaDropout(x, { generator: generator(1) }).data(); // 0.779, -0.779, -0.779, 0.779
 * ```
 */
export function alphaDropout(input: Tensor, options: DroppingOptions): Tensor {
  return dropToSaturation("alphaDropout", input, options, []).output;
}

/** {@link alphaDropout} as a module with a generator of its own; in evaluation it gives back its input. */
export class AlphaDropout extends MaskedModule {
  protected override drop(input: Tensor): { readonly output: Tensor; readonly mask: () => Tensor } {
    return dropToSaturation("alphaDropout", input, this, []);
  }
}

/** Alpha dropout with a mask that `sharedAxes` share, and what makes the mask. */
export function dropToSaturation(
  operation: string,
  input: Tensor,
  options: DroppingOptions,
  sharedAxes: readonly number[],
): { readonly output: Tensor; readonly mask: () => Tensor } {
  const { probability = 0.5, training = true, generator } = options;
  requireFloat(operation, input);
  checkProbability(operation, probability);
  const all = (): Tensor => ones(input.shape, { backend: input.backend, dtype: "bool" });
  if (probability === 0 || !training) return { output: input, mask: all };
  const call = { kept: keptOf(probability), sharedAxes };
  const keys = keysFor(probability, generator, input);
  const mask = (): Tensor => maskOf(input.shape, keys, call);
  if (probability === 1)
    return { output: applySingle(dropoutOperation, [input, ...keys], { ...call, scale: 1 }), mask };
  const keep = 1 - probability;
  const scale = (keep + saturation ** 2 * probability * keep) ** -0.5;
  const offset = -scale * probability * saturation;
  const output = applySingle(alphaDropoutOperation, [input, ...keys], { ...call, scale, offset });
  return { output, mask };
}

/** Options of {@link alphaDropoutOperation}. */
export interface AlphaDropoutCall extends MaskCall {
  /** a */
  readonly scale: number;
  /** b */
  readonly offset: number;
}

/** The token of {@link alphaDropout}: its operands are x and the two words of the key. Its gradient is that of dropout. */
export const alphaDropoutOperation: Operation<AlphaDropoutCall> = {
  name: "alphaDropout",
  formula: ([x, key0, key1], call) => {
    const { shape } = x!;
    const element = load(
      0,
      x!,
      shape.map((_, axis) => index(axis)),
    );
    const kept = add(multiply(element, call.scale), call.offset);
    const dropped = saturation * call.scale + call.offset;
    return { shape, outputs: [select(isKept(shape, [key0!, key1!], 1, call), kept, dropped)] };
  },
  gradient: ({ inputs: [, key0, key1], upstream: [upstream], options: { kept, sharedAxes, scale } }) => [
    applySingle(dropoutOperation, [upstream!, key0!, key1!], { kept, sharedAxes, scale }),
    undefined,
    undefined,
  ],
};
