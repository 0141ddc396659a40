import { Module } from "@nn/module";
import { floatOperands, neg, softmax, type SoftmaxOptions, type Tensor } from "@nn/tensor";

/**
 * e^−x / Σ e^−x along one or several axes: softmax(−x), which does not overflow.
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` if an axis does not exist
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([0, Math.log(3)], { backend });
 * await softmin(x).data(); // 0.75, 0.25
 * ```
 */
export function softmin(x: Tensor, options: SoftmaxOptions = {}): Tensor {
  const [input] = floatOperands("softmin", [x]);
  return softmax(neg(input!), options);
}

/** {@link softmin} along one or several axes as a module. */
export class Softmin extends Module {
  readonly axis: number | readonly number[];

  constructor(options: SoftmaxOptions = {}) {
    super();
    this.axis = options.axis ?? -1;
  }

  override forward(input: Tensor): Tensor {
    return softmin(input, this);
  }

  protected override describe(): string {
    return `axis=${JSON.stringify(this.axis)}`;
  }
}
