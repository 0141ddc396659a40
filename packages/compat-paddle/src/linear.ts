import { linear } from "@nn/linear";
import { freshGenerator, Module, Parameter, type InitialOptions } from "@nn/module";
import { perAxis, transpose, uniform, zeros, type Tensor } from "@nn/tensor";

/** Options of {@link Linear}. */
export interface LinearOptions extends InitialOptions {
  /** False for no bias. Default: there is one. */
  readonly biasAttr?: false | undefined;
}

/**
 * `paddle.nn.Linear`: y = x · weight + bias, with a weight [inFeatures, outFeatures], which is the transpose of PyTorch's.
 * It starts as U(−a, a) with a = √(6 / (inFeatures + outFeatures)), the bias as 0.
 */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  /** Of shape [inFeatures, outFeatures]. */
  readonly weight: Parameter;
  /** Of shape [outFeatures]. */
  readonly bias: Parameter | undefined;

  /** @throws NNError `option` unless the features are positive integers */
  constructor(inFeatures: number, outFeatures: number, options: LinearOptions) {
    super();
    perAxis("Linear", "inFeatures", inFeatures, 1, 1);
    perAxis("Linear", "outFeatures", outFeatures, 1, 1);
    const { backend, dtype = "float32", generator = freshGenerator(), biasAttr } = options;
    const high = Math.sqrt(6 / (inFeatures + outFeatures));
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = new Parameter(uniform([inFeatures, outFeatures], { backend, dtype, generator, low: -high, high }));
    if (biasAttr !== false) this.bias = new Parameter(zeros([outFeatures], { backend, dtype }));
  }

  override forward(input: Tensor): Tensor {
    return linear(input, transpose(this.weight, 0, 1), this.bias);
  }

  protected override describe(): string {
    return `${this.inFeatures}, ${this.outFeatures}${this.bias ? "" : ", biasAttr=false"}`;
  }
}
