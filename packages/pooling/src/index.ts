export { AvgPool2d, avgPool2d, avgPoolOperation, type AvgPool2dOptions, type AvgPoolWindow } from "./avgPool2d.ts";
export {
  MaxPool2d,
  maxPool2d,
  maxPool2dWithIndices,
  maxPoolOperation,
  type MaxPool2dOptions,
  type MaxPoolResult,
} from "./maxPool2d.ts";
export type { PoolOptions, PoolWindow } from "./window.ts";
