import { Module } from "@nn/module";
import { softmax, type SoftmaxOptions, type Tensor } from "@nn/tensor";

/** {@link softmax} along one or several axes as a module. */
export class Softmax extends Module {
  readonly axis: number | readonly number[];

  constructor(options: SoftmaxOptions = {}) {
    super();
    this.axis = options.axis ?? -1;
  }

  override forward(input: Tensor): Tensor {
    return softmax(input, this);
  }

  protected override describe(): string {
    return `axis=${JSON.stringify(this.axis)}`;
  }
}
