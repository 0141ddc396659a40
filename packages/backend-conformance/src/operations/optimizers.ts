import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  clipGradNorm,
  clipGradValue,
  NAdam,
  RAdam,
  RMSprop,
  SGD,
  type Optimizer,
} from "@nn/optimizers";
import { Variable, type Tensor } from "@nn/tensor";
import { floats, operation, type OperationCase } from "./operation.ts";

const [start, gradient] = [floats([5]), floats([5], -3, 3)];
const learningRate = 0.1;

/** Steps of optimizers: a parameter after three of them. */
export const optimizers = [
  update("SGD", (parameters) => new SGD(parameters, { learningRate, weightDecay: 0.1 })),
  update("SGD", (parameters) => new SGD(parameters, { learningRate, momentum: 0.9 }), "momentum"),
  update("SGD", (parameters) => new SGD(parameters, { learningRate, momentum: 0.9, nesterov: true }), "nesterov"),
  update("RMSprop", (parameters) => new RMSprop(parameters, { learningRate, momentum: 0.5, centered: true })),
  update("Adagrad", (parameters) => new Adagrad(parameters, { learningRate })),
  update("Adadelta", (parameters) => new Adadelta(parameters, { learningRate })),
  update("Adam", (parameters) => new Adam(parameters, { learningRate })),
  update("Adam", (parameters) => new Adam(parameters, { learningRate, amsgrad: true }), "amsgrad"),
  update("AdamW", (parameters) => new AdamW(parameters, { learningRate })),
  update("Adamax", (parameters) => new Adamax(parameters, { learningRate })),
  update("NAdam", (parameters) => new NAdam(parameters, { learningRate })),
  update("RAdam", (parameters) => new RAdam(parameters, { learningRate })),
  operation("clipGradNorm", [start, gradient], (x, g) => clipped(x, g, (each) => clipGradNorm([each], 1)), forward()),
  operation("clipGradValue", [start, gradient], (x, g) => clipped(x, g, (each) => clipGradValue([each], 1)), forward()),
];

function update(name: string, create: (parameters: readonly Variable[]) => Optimizer, variant = ""): OperationCase {
  const run = (x: Tensor, g: Tensor): Tensor => {
    const parameter = new Variable(x.detach(), true);
    const optimizer = create([parameter]);
    for (let step = 0; step < 3; step++) {
      parameter.grad = g.detach();
      optimizer.step();
    }
    return parameter.detach();
  };
  return operation(name, [start, gradient], run, { ...forward(), variant });
}

/** The gradient that is left. */
function clipped(x: Tensor, g: Tensor, clip: (parameter: Variable) => unknown): Tensor {
  const parameter = new Variable(x.detach(), true);
  parameter.grad = g.detach();
  clip(parameter);
  return parameter.grad;
}

/** They are the end of a training step: nothing goes back through them. */
function forward(): { gradients: "none" } {
  return { gradients: "none" };
}
