export {
  logSoftmax,
  logSoftmaxOperation,
  sigmoid,
  softmax,
  softmaxOperation,
  tanh,
  type SoftmaxOptions,
} from "@nn/tensor";
export { LogSoftmax } from "./logSoftmax.ts";
export { ReLU, relu, reluOperation } from "./relu.ts";
export { Sigmoid } from "./sigmoid.ts";
export { Softmax } from "./softmax.ts";
export { Tanh } from "./tanh.ts";
