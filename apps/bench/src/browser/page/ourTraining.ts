import type { Backend } from "@nn/backend";
import { tensor, type Tensor } from "@nn/tensor";
import { lenet, lenetSteps } from "../../lenet.ts";
import { lenetClasses, lenetImages, lenetParameters, lenetShapes } from "./data.ts";

/** The network of `trainingStep`, with the parameters that both libraries start from. Each call is a step, and gives its loss. */
export function ourTraining(backend: Backend, probability: number): () => Tensor {
  const network = lenet(backend, probability);
  const values = lenetParameters();
  [...network.parameters()].forEach((parameter, at) => {
    parameter.assign(tensor(values[at]!, { backend, shape: lenetShapes[at]! }));
  });
  return lenetSteps(network, lenetImages(), lenetClasses(), backend);
}
