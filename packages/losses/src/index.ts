export { crossEntropy, CrossEntropyLoss, type CrossEntropyOptions } from "./crossEntropy.ts";
export { mseLoss, MSELoss, type MSELossOptions } from "./mseLoss.ts";
export { nllLoss, NLLLoss, type NLLLossOptions } from "./nllLoss.ts";
export type { Reduction } from "./reduction.ts";
