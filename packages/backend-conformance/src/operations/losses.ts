import { crossEntropy, mseLoss, nllLoss } from "@nn/losses";
import { floats, integers, operation } from "./operation.ts";

const logits = floats([4, 5], -5, 5);
const labels = integers([4], 5);

/** Losses. */
export const losses = [
  operation("mseLoss", [floats([4, 3]), floats([4, 3])], (x, y) => mseLoss(x, y)),
  operation("nllLoss", [logits, labels], (x, y) => nllLoss(x, y)),
  operation("crossEntropy", [logits, labels], (x, y) => crossEntropy(x, y)),
  operation("crossEntropy", [logits, labels], (x, y) => crossEntropy(x, y, { labelSmoothing: 0.1 }), {
    variant: "labelSmoothing",
  }),
];
