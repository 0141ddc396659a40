export { AdaptiveAvgPool1d, adaptiveAvgPool1d } from "./adaptiveAvgPool1d.ts";
export { AdaptiveAvgPool2d, adaptiveAvgPool2d } from "./adaptiveAvgPool2d.ts";
export { AdaptiveAvgPool3d, adaptiveAvgPool3d } from "./adaptiveAvgPool3d.ts";
export { adaptiveAvgPoolOperation } from "./adaptiveAvgPool.ts";
export { AdaptiveMaxPool1d, adaptiveMaxPool1d, adaptiveMaxPool1dWithIndices } from "./adaptiveMaxPool1d.ts";
export { AdaptiveMaxPool2d, adaptiveMaxPool2d, adaptiveMaxPool2dWithIndices } from "./adaptiveMaxPool2d.ts";
export { AdaptiveMaxPool3d, adaptiveMaxPool3d, adaptiveMaxPool3dWithIndices } from "./adaptiveMaxPool3d.ts";
export { adaptiveMaxPoolOperation } from "./adaptiveMaxPool.ts";
export type { AdaptivePoolOptions } from "./adaptiveWindow.ts";
export { AvgPool1d, avgPool1d } from "./avgPool1d.ts";
export { AvgPool2d, avgPool2d } from "./avgPool2d.ts";
export { AvgPool3d, avgPool3d } from "./avgPool3d.ts";
export type { AvgPoolOptions } from "./avgPool.ts";
export { avgPoolOperation, type AvgPoolWindow } from "./avgPoolOperation.ts";
export type { Resizing } from "./cover.ts";
export { FractionalMaxPool2d, fractionalMaxPool2d, fractionalMaxPool2dWithIndices } from "./fractionalMaxPool2d.ts";
export { FractionalMaxPool3d, fractionalMaxPool3d, fractionalMaxPool3dWithIndices } from "./fractionalMaxPool3d.ts";
export type {
  FractionalMaxPoolModuleOptions,
  FractionalMaxPoolOptions,
  FractionalWindows,
} from "./fractionalMaxPool.ts";
export { fractionalMaxPoolOperation, type FractionalWindow } from "./fractionalMaxPoolOperation.ts";
export { GlobalAvgPool, globalAvgPool } from "./globalAvgPool.ts";
export { GlobalLPPool, globalLPPool, type GlobalLPPoolOptions } from "./globalLPPool.ts";
export { GlobalMaxPool, globalMaxPool } from "./globalMaxPool.ts";
export type { GlobalPoolOptions } from "./globalPool.ts";
export type { Layout } from "./layout.ts";
export { LPPool1d, lpPool1d } from "./lpPool1d.ts";
export { LPPool2d, lpPool2d } from "./lpPool2d.ts";
export { LPPool3d, lpPool3d } from "./lpPool3d.ts";
export type { LPPoolOptions, NormOptions } from "./lpPool.ts";
export { MaxPool1d, maxPool1d, maxPool1dWithIndices } from "./maxPool1d.ts";
export { MaxPool2d, maxPool2d, maxPool2dWithIndices } from "./maxPool2d.ts";
export { MaxPool3d, maxPool3d, maxPool3dWithIndices } from "./maxPool3d.ts";
export type { MaxPoolOptions, MaxPoolResult } from "./maxPool.ts";
export { maxPoolOperation } from "./maxPoolOperation.ts";
export { MaxUnpool1d, maxUnpool1d } from "./maxUnpool1d.ts";
export { MaxUnpool2d, maxUnpool2d } from "./maxUnpool2d.ts";
export { MaxUnpool3d, maxUnpool3d } from "./maxUnpool3d.ts";
export type { MaxUnpoolOptions } from "./maxUnpool.ts";
export type { PoolOptions, PoolWindow } from "./window.ts";
