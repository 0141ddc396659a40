import type { Backend } from "@nn/backend";
import { cpu } from "@nn/backend-cpu";
import { Flatten, Module, Parameter, Sequential, summary } from "@nn/module";
import { mul, ones, type Tensor } from "@nn/tensor";

class Scale extends Module {
  readonly weight: Parameter;

  constructor(channels: number, backend: Backend) {
    super();
    this.weight = new Parameter(ones([channels], { backend }));
  }

  override forward(input: Tensor): Tensor {
    return mul(input, this.weight);
  }
}

const model = new Sequential(new Flatten(), new Scale(6, await cpu()));
console.log(Object.keys(model.stateDict())); // ["1.weight"]
console.log(String(summary(model, [64, 2, 3])));
