import { logSoftmax } from "@nn/activations";
import { crossEntropy, mseLoss, nllLoss, type Reduction } from "@nn/losses";
import type { Tensor } from "@nn/tensor";
import type { Attributes } from "../attributes.ts";
import type { Adapter, Family } from "./adapter.ts";

const torchCrossEntropy: Adapter = {
  run: ({ attributes, input, optional }) => ({
    output: crossEntropy(input("input"), input("target"), {
      ...classOptions(attributes, optional("weight")),
      labelSmoothing: attributes.number("label_smoothing", 0),
    }),
  }),
};

const torchNLL: Adapter = {
  run: ({ attributes, input, optional }) => ({
    output: nllLoss(input("input"), input("target"), classOptions(attributes, optional("weight"))),
  }),
};

const torchMSE: Adapter = {
  run: ({ attributes, input }) => ({
    output: mseLoss(input("input"), input("target"), { reduction: reductionOf(attributes) }),
  }),
};

const onnxNLL: Adapter = {
  run: ({ attributes, input, optional }) => ({
    loss: nllLoss(input("input"), input("target"), classOptions(attributes, optional("weight"))),
  }),
};

const onnxCrossEntropy: Adapter = {
  run: ({ attributes, input, optional }) => ({
    output: crossEntropy(input("scores"), input("labels"), classOptions(attributes, optional("weights"))),
    log_prob: logSoftmax(input("scores"), { axis: 1 }),
  }),
};

function classOptions(attributes: Attributes, weight: Tensor | undefined) {
  const reduction = reductionOf(attributes);
  const ignored = attributes.has("ignore_index") && { ignoreIndex: attributes.number("ignore_index", 0) };
  return { reduction, weight, ...ignored };
}

function reductionOf(attributes: Attributes): Reduction {
  const name = attributes.text("reduction", "mean");
  if (name === "mean" || name === "sum" || name === "none") return name;
  throw new Error(`expected reduction "mean", "sum" or "none", got "${name}"`);
}

export const loss: Family = {
  "torch-1.13": { CrossEntropyLoss: torchCrossEntropy, NLLLoss: torchNLL, MSELoss: torchMSE },
  "onnx-node": { NegativeLogLikelihoodLoss: onnxNLL, SoftmaxCrossEntropyLoss: onnxCrossEntropy },
};
