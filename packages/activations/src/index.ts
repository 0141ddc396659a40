export { sigmoid, tanh } from "@nn/tensor";
export { LogSoftmax, logSoftmax, logSoftmaxOperation } from "./logSoftmax.ts";
export { ReLU, relu, reluOperation } from "./relu.ts";
export { Sigmoid } from "./sigmoid.ts";
export { Softmax, softmax, softmaxOperation, type SoftmaxOptions } from "./softmax.ts";
export { Tanh } from "./tanh.ts";
