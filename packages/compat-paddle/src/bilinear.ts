import { bilinear } from "@nn/linear";
import { Module, Parameter } from "@nn/module";
import { flatten, perAxis, zeros, type Tensor } from "@nn/tensor";
import type { LinearOptions } from "./linear.ts";
import { xavierUniform } from "./xavier.ts";

/**
 * `paddle.nn.Bilinear` (3.0): y_o = x1ᵀ · weight_o · x2 + bias_o, with a weight [outputs, in1, in2], which starts as U(−a, a)
 * with a = √(6 / ((outputs + in1) · in2)), and a bias [1, outputs], which starts as 0.
 *
 * @example
 * ```ts
 * const layer = new Bilinear(2, 2, 1, { backend });
 * layer.weight.assign(tensor([[[1, 0], [0, 10]]], { backend }));
 * await layer.forward(tensor([[1, 2]], { backend }), tensor([[3, 4]], { backend })).data(); // 83
 * ```
 */
export class Bilinear extends Module<[x1: Tensor, x2: Tensor]> {
  /** Of shape [outFeatures, in1Features, in2Features]. */
  readonly weight: Parameter;
  /** Of shape [1, outFeatures]. */
  readonly bias: Parameter | undefined;

  /** @throws NNError `option` unless the features are positive integers */
  constructor(in1Features: number, in2Features: number, outFeatures: number, options: LinearOptions) {
    super();
    for (const [name, value] of Object.entries({ in1Features, in2Features, outFeatures })) {
      perAxis("Bilinear", name, value, 1, 1);
    }
    const { backend, dtype = "float32", biasAttr } = options;
    this.weight = new Parameter(xavierUniform([outFeatures, in1Features, in2Features], options));
    if (biasAttr !== false) this.bias = new Parameter(zeros([1, outFeatures], { backend, dtype }));
  }

  override forward(x1: Tensor, x2: Tensor): Tensor {
    return bilinear(x1, x2, this.weight, this.bias && flatten(this.bias));
  }

  protected override describe(): string {
    const [outputs, in1, in2] = this.weight.shape;
    return `${in1}, ${in2}, ${outputs}${this.bias ? "" : ", biasAttr=false"}`;
  }
}
