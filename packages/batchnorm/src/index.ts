export { batchNorm, batchNormOperation, type BatchNormCall, type BatchNormFunctionOptions } from "./batchNorm.ts";
export { BatchNorm1d } from "./batchNorm1d.ts";
export { BatchNorm2d } from "./batchNorm2d.ts";
export { BatchNorm, type BatchNormOptions } from "./batchNormModule.ts";
export { batchNormTraining, type BatchNormTrainingResult } from "./batchNormTraining.ts";
