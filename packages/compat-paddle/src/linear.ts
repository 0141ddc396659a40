import { linear } from "@nn/linear";
import { Module, Parameter, type InitialOptions } from "@nn/module";
import { perAxis, transpose, zeros, type Tensor } from "@nn/tensor";
import { xavierUniform } from "./xavier.ts";

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
    const { backend, dtype = "float32", biasAttr } = options;
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = new Parameter(xavierUniform([inFeatures, outFeatures], options));
    if (biasAttr !== false) this.bias = new Parameter(zeros([outFeatures], { backend, dtype }));
  }

  override forward(input: Tensor): Tensor {
    return linear(input, transpose(this.weight, 0, 1), this.bias);
  }

  protected override describe(): string {
    return `${this.inFeatures}, ${this.outFeatures}${this.bias ? "" : ", biasAttr=false"}`;
  }
}
