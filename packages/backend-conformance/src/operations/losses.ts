import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  cosineEmbeddingLoss,
  crossEntropy,
  gaussianNLLLoss,
  hingeEmbeddingLoss,
  huberLoss,
  klDiv,
  l1Loss,
  marginRankingLoss,
  mseLoss,
  multiMarginLoss,
  nllLoss,
  poissonNLLLoss,
  smoothL1Loss,
  softMarginLoss,
  tripletMarginLoss,
} from "@nn/losses";
import { floats, integers, literal, operation, positive } from "./operation.ts";

const logits = floats([4, 5], -5, 5);
const labels = integers([4], 5);
const pair = [floats([4, 3], -3, 3), floats([4, 3], -3, 3)];
const probabilities = floats([4, 3], 0.1, 0.9);
const signs = literal([4], [1, -1, -1, 1]);
const four = floats([4]);

/** Losses. */
export const losses = [
  operation("mseLoss", pair, (x, y) => mseLoss(x, y)),
  operation("l1Loss", pair, (x, y) => l1Loss(x, y)),
  operation("huberLoss", pair, (x, y) => huberLoss(x, y)),
  operation("smoothL1Loss", pair, (x, y) => smoothL1Loss(x, y)),
  operation("nllLoss", [logits, labels], (x, y) => nllLoss(x, y)),
  operation("crossEntropy", [logits, labels], (x, y) => crossEntropy(x, y)),
  operation("crossEntropy", [logits, labels], (x, y) => crossEntropy(x, y, { labelSmoothing: 0.1 }), {
    variant: "labelSmoothing",
  }),
  operation("multiMarginLoss", [logits, labels], (x, y) => multiMarginLoss(x, y)),
  operation("binaryCrossEntropy", [probabilities, probabilities], (x, y) => binaryCrossEntropy(x, y)),
  operation("binaryCrossEntropyWithLogits", [pair[0]!, probabilities], (x, y) => binaryCrossEntropyWithLogits(x, y)),
  operation("klDiv", [floats([4, 3], -3, -0.2), probabilities], (x, y) => klDiv(x, y)),
  operation("poissonNLLLoss", [pair[0]!, positive([4, 3])], (x, y) => poissonNLLLoss(x, y)),
  operation("gaussianNLLLoss", [...pair, positive([4, 3])], (x, y, variance) => gaussianNLLLoss(x, y, variance)),
  operation("softMarginLoss", [four, signs], (x, y) => softMarginLoss(x, y)),
  operation("hingeEmbeddingLoss", [four, signs], (x, y) => hingeEmbeddingLoss(x, y)),
  operation("marginRankingLoss", [four, floats([4], -3, 3), signs], (x, y, order) => marginRankingLoss(x, y, order)),
  operation("cosineEmbeddingLoss", [...pair, signs], (x, y, alike) => cosineEmbeddingLoss(x, y, alike)),
  operation("tripletMarginLoss", [...pair, floats([4, 3], -2, 2)], (x, y, z) => tripletMarginLoss(x, y, z)),
];
