export { binaryCrossEntropy, BCELoss, type BCELossOptions } from "./binaryCrossEntropy.ts";
export {
  binaryCrossEntropyWithLogits,
  BCEWithLogitsLoss,
  type BCEWithLogitsLossOptions,
} from "./binaryCrossEntropyWithLogits.ts";
export { cosineEmbeddingLoss, CosineEmbeddingLoss, type CosineEmbeddingLossOptions } from "./cosineEmbeddingLoss.ts";
export { crossEntropy, CrossEntropyLoss, type CrossEntropyOptions } from "./crossEntropy.ts";
export { gaussianNLLLoss, GaussianNLLLoss, type GaussianNLLLossOptions } from "./gaussianNLLLoss.ts";
export { hingeEmbeddingLoss, HingeEmbeddingLoss, type HingeEmbeddingLossOptions } from "./hingeEmbeddingLoss.ts";
export { huberLoss, HuberLoss, type HuberLossOptions } from "./huberLoss.ts";
export { klDiv, KLDivLoss, type KLDivLossOptions } from "./klDiv.ts";
export { l1Loss, L1Loss, type L1LossOptions } from "./l1Loss.ts";
export { marginRankingLoss, MarginRankingLoss, type MarginRankingLossOptions } from "./marginRankingLoss.ts";
export { mseLoss, MSELoss, type MSELossOptions } from "./mseLoss.ts";
export { multiMarginLoss, MultiMarginLoss, type MultiMarginLossOptions } from "./multiMarginLoss.ts";
export { nllLoss, NLLLoss, type NLLLossOptions } from "./nllLoss.ts";
export { poissonNLLLoss, PoissonNLLLoss, type PoissonNLLLossOptions } from "./poissonNLLLoss.ts";
export { smoothL1Loss, SmoothL1Loss, type SmoothL1LossOptions } from "./smoothL1Loss.ts";
export { softMarginLoss, SoftMarginLoss, type SoftMarginLossOptions } from "./softMarginLoss.ts";
export { tripletMarginLoss, TripletMarginLoss, type TripletMarginLossOptions } from "./tripletMarginLoss.ts";
export type { LossOptions } from "./lossModule.ts";
export type { Reduction } from "./reduction.ts";
