export { Adam, AdamW, type AdamOptions, type AdamWOptions } from "./adam.ts";
export { Optimizer, type OptimizerState, type ParameterState, type UpdateContext } from "./optimizer.ts";
export { SGD, type SGDOptions } from "./sgd.ts";
