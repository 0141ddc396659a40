export { full as constant, normal, uniform } from "@nn/tensor";
export { calculateGain, type Nonlinearity } from "./calculateGain.ts";
export type { InitializerOptions } from "./initializerOptions.ts";
export { kaimingNormal, kaimingUniform, type KaimingOptions } from "./kaiming.ts";
export { orthogonal, type OrthogonalOptions } from "./orthogonal.ts";
export { truncatedNormal, type TruncatedNormalOptions } from "./truncatedNormal.ts";
export { xavierNormal, xavierUniform, type XavierOptions } from "./xavier.ts";
