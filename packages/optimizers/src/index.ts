export { Adadelta, type AdadeltaOptions } from "./adadelta.ts";
export { Adagrad, type AdagradOptions } from "./adagrad.ts";
export { Adam, AdamW, type AdamOptions, type AdamWOptions } from "./adam.ts";
export { Adamax, type AdamaxOptions } from "./adamax.ts";
export { clipGradNorm, type ClipGradNormOptions } from "./clipGradNorm.ts";
export { clipGradValue } from "./clipGradValue.ts";
export { NAdam, type NAdamOptions } from "./nadam.ts";
export { Optimizer, type OptimizerState, type ParameterState, type UpdateContext } from "./optimizer.ts";
export { RAdam, type RAdamOptions } from "./radam.ts";
export { RMSprop, type RMSpropOptions } from "./rmsProp.ts";
export { constantLR, type ConstantLROptions } from "./schedules/constantLR.ts";
export { cosineAnnealingLR, type CosineAnnealingLROptions } from "./schedules/cosineAnnealingLR.ts";
export {
  cosineAnnealingWarmRestarts,
  type CosineAnnealingWarmRestartsOptions,
} from "./schedules/cosineAnnealingWarmRestarts.ts";
export { cyclicLR, type CyclicLROptions } from "./schedules/cyclicLR.ts";
export { exponentialLR, type ExponentialLROptions } from "./schedules/exponentialLR.ts";
export { linearLR, type LinearLROptions } from "./schedules/linearLR.ts";
export { multiStepLR, type MultiStepLROptions } from "./schedules/multiStepLR.ts";
export { oneCycleLR, type OneCycleLROptions } from "./schedules/oneCycleLR.ts";
export { polynomialLR, type PolynomialLROptions } from "./schedules/polynomialLR.ts";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./schedules/reduceLROnPlateau.ts";
export type { Schedule } from "./schedules/schedule.ts";
export { Scheduler, type SchedulerState } from "./schedules/scheduler.ts";
export { sequentialLR } from "./schedules/sequentialLR.ts";
export { stepLR, type StepLROptions } from "./schedules/stepLR.ts";
export { SGD, type SGDOptions } from "./sgd.ts";
export {
  directionOf,
  movingAverage,
  updateOperation,
  type DirectionSettings,
  type UpdateFormula,
} from "./updateOperation.ts";
