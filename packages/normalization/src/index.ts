export type { AffineOptions, AffineTensors } from "./affine.ts";
export { GroupNorm, groupNorm, type GroupNormModuleOptions, type GroupNormOptions } from "./groupNorm.ts";
export { instanceNorm, type ChannelStatistics, type InstanceNormOptions } from "./instanceNorm.ts";
export { InstanceNorm1d } from "./instanceNorm1d.ts";
export { InstanceNorm2d } from "./instanceNorm2d.ts";
export { InstanceNorm3d } from "./instanceNorm3d.ts";
export { InstanceNorm, type InstanceNormModuleOptions } from "./instanceNormModule.ts";
export {
  LayerNorm,
  layerNorm,
  layerNormWithStatistics,
  type LayerNormModuleOptions,
  type LayerNormOptions,
  type LayerNormResult,
} from "./layerNorm.ts";
export {
  LocalResponseNorm,
  localResponseNorm,
  localResponseNormOperation,
  type LocalResponseNormCall,
  type LocalResponseNormOptions,
} from "./localResponseNorm.ts";
export { normalize, type NormalizeOptions } from "./normalize.ts";
export { removeReparametrization } from "./reparametrization.ts";
export { RMSNorm, rmsNorm, rmsNormOperation, type RMSNormModuleOptions, type RMSNormOptions } from "./rmsNorm.ts";
export { spectralNorm, type SpectralNormOptions } from "./spectralNorm.ts";
export { standardizeOperation, type StandardizeCall } from "./standardize.ts";
export { weightNorm, weightNormalize, type WeightNormOptions } from "./weightNorm.ts";
