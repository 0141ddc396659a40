export { capsuleLengths } from "./capsuleLengths.ts";
export { capsuleMarginLoss, type CapsuleMarginLossOptions } from "./capsuleMarginLoss.ts";
export { Capsules, type CapsulesOptions } from "./capsules.ts";
export { dynamicRouting, type DynamicRoutingOptions } from "./dynamicRouting.ts";
export { Highway, highway, type HighwayOptions } from "./highway.ts";
export { Parallel, type ParallelOptions } from "./parallel.ts";
export { PrimaryCapsules } from "./primaryCapsules.ts";
export { Residual } from "./residual.ts";
export { squash, type SquashOptions } from "./squash.ts";
