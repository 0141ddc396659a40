export { batchNorm, batchNormOperation, type BatchNormCall, type BatchNormFunctionOptions } from "./batchNorm.ts";
export { BatchNorm1d } from "./batchNorm1d.ts";
export { BatchNorm2d } from "./batchNorm2d.ts";
export { BatchNorm3d } from "./batchNorm3d.ts";
export { BatchNorm } from "./batchNormModule.ts";
export type { BatchNormOptions } from "./batchNormOptions.ts";
export { batchNormTraining, type BatchNormTrainingResult } from "./batchNormTraining.ts";
export { foldBatchNorm, type FoldedBatchNorm, type FoldedLayer, type FoldOptions } from "./foldBatchNorm.ts";
export { foldBatchNormInto, type WeightedLayer } from "./foldBatchNormInto.ts";
