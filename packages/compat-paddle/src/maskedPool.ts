import { Module } from "@nn/module";
import type { MaxPoolResult } from "@nn/pooling";
import type { Tensor } from "@nn/tensor";

/** What `forward` gives: the maxima, or with `returnMask` also where they were, counted within each plane, as int32. */
export type Masked<Mask extends boolean> = Mask extends true ? [output: Tensor, mask: Tensor] : Tensor;

/** The option of all max poolings. */
export interface MaskOptions<Mask extends boolean> {
  /** Whether `forward` gives a pair: the maxima, and where they were. Default: false. */
  readonly returnMask?: Mask;
}

/** A max pooling of this package's siblings. */
interface Pool {
  forward(input: Tensor): Tensor;
  forwardWithIndices(input: Tensor): MaxPoolResult;
  toString(): string;
}

/**
 * What max poolings have in common: `return_mask` of PaddlePaddle's layers, which makes `forward` give a pair.
 *
 * @typeParam Mask whether it does
 */
export abstract class MaskedPool<Mask extends boolean> extends Module<[input: Tensor], Masked<Mask>> {
  readonly returnMask: boolean;
  readonly #pool: Pool;

  protected constructor(pool: Pool, options: MaskOptions<Mask>) {
    super();
    this.returnMask = options.returnMask ?? false;
    this.#pool = pool;
  }

  override forward(input: Tensor): Masked<Mask> {
    return masked<Mask>(this.returnMask, this.#pool, input);
  }

  /** The maxima, and where they were, whatever `returnMask` is. */
  forwardWithIndices(input: Tensor): MaxPoolResult {
    return this.#pool.forwardWithIndices(input);
  }

  protected override describe(): string {
    const options = this.#pool.toString().replace(/^\w+\((.*)\)$/, "$1");
    return this.returnMask ? `${options}, returnMask=true` : options;
  }
}

function masked<Mask extends boolean>(returnMask: boolean, pool: Pool, input: Tensor): Masked<Mask>;
function masked(returnMask: boolean, pool: Pool, input: Tensor): Tensor | [Tensor, Tensor] {
  if (!returnMask) return pool.forward(input);
  const { output, indices } = pool.forwardWithIndices(input);
  return [output, indices];
}
