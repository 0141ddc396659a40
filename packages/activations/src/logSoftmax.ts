import { Module } from "@nn/module";
import { logSoftmax, type SoftmaxOptions, type Tensor } from "@nn/tensor";

/** {@link logSoftmax} along one or several axes as a module. */
export class LogSoftmax extends Module {
  readonly axis: number | readonly number[];

  constructor(options: SoftmaxOptions = {}) {
    super();
    this.axis = options.axis ?? -1;
  }

  override forward(input: Tensor): Tensor {
    return logSoftmax(input, this);
  }

  protected override describe(): string {
    return `axis=${JSON.stringify(this.axis)}`;
  }
}
