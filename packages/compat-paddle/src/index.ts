export {
  CELU,
  ELU,
  GLU,
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  LeakyReLU,
  LogSigmoid,
  LogSoftmax,
  Maxout,
  Mish,
  ReLU,
  ReLU6,
  RReLU,
  SELU,
  Sigmoid,
  Softmax,
  Softplus,
  Softsign,
  Swish,
  Tanh,
  Tanhshrink,
} from "@nn/activations";
export {
  BCELoss,
  CosineEmbeddingLoss,
  HingeEmbeddingLoss,
  L1Loss,
  MarginRankingLoss,
  MSELoss,
  NLLLoss,
  SoftMarginLoss,
} from "@nn/losses";
export {
  GELU,
  Hardshrink,
  PReLU,
  Silu,
  Softmax2D,
  Softshrink,
  ThresholdedReLU,
  type PReLUOptions,
  type ThresholdOptions,
} from "./activations.ts";
export {
  AdaptiveAvgPool1D,
  AdaptiveAvgPool2D,
  AdaptiveAvgPool3D,
  type AdaptiveAvgPoolOptions,
  type OutputSize,
} from "./adaptiveAvgPool.ts";
export { AdaptiveMaxPool1D, AdaptiveMaxPool2D, AdaptiveMaxPool3D } from "./adaptiveMaxPool.ts";
export { AvgPool1D, AvgPool2D, AvgPool3D, type AvgPool1DOptions, type AvgPoolOptions } from "./avgPool.ts";
export { BatchNorm1D, BatchNorm2D, BatchNorm3D, type BatchNormOptions } from "./batchNorm.ts";
export { Bilinear } from "./bilinear.ts";
export { Conv1D, Conv2D, Conv3D, type ConvOptions } from "./conv.ts";
export { Conv1DTranspose, Conv2DTranspose, Conv3DTranspose, type ConvTransposeOptions } from "./convTranspose.ts";
export type { DataFormat } from "./dataFormat.ts";
export {
  AlphaDropout,
  Dropout,
  Dropout2D,
  Dropout3D,
  FeatureAlphaDropout,
  type AlphaDropoutOptions,
  type ChannelDropoutOptions,
  type DropoutOptions,
} from "./dropout.ts";
export { Embedding, type EmbeddingOptions } from "./embedding.ts";
export { FractionalMaxPool2D, FractionalMaxPool3D, type FractionalMaxPoolOptions } from "./fractionalMaxPool.ts";
export { Linear, type LinearOptions } from "./linear.ts";
export { LocalResponseNorm, type LocalResponseNormOptions } from "./localResponseNorm.ts";
export {
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  KLDivLoss,
  SmoothL1Loss,
  type BCEWithLogitsLossOptions,
  type CrossEntropyLossOptions,
} from "./losses.ts";
export { LPPool1D, LPPool2D, type LPPoolOptions } from "./lpPool.ts";
export { MaskedPool, type Masked, type MaskOptions } from "./maskedPool.ts";
export { MaxPool1D, MaxPool2D, MaxPool3D, type MaxPoolOptions } from "./maxPool.ts";
export { MaxUnPool1D, MaxUnPool2D, MaxUnPool3D, type MaxUnPoolOptions } from "./maxUnPool.ts";
export {
  GroupNorm,
  InstanceNorm1D,
  InstanceNorm2D,
  InstanceNorm3D,
  LayerNorm,
  type ChannelNormOptions,
  type LayerNormOptions,
} from "./normalization.ts";
export type { Padding } from "./padding.ts";
export type { PoolOptions } from "./poolOptions.ts";
export { spectralNorm, weightNorm, type SpectralNormOptions, type WeightNormOptions } from "./reparametrization.ts";
