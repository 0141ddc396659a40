import { logSoftmax } from "@nn/activations";
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
  type Reduction,
} from "@nn/losses";
import type { Tensor } from "@nn/tensor";
import type { Attributes } from "../attributes.ts";
import type { Adapter, Adapters, Family } from "./adapter.ts";
import type { CaseContext } from "./context.ts";

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

/** A loss of an input and a target, with the options that its attributes say. */
function ofPair<Options>(
  loss: (input: Tensor, target: Tensor, options: Options & { reduction: Reduction }) => Tensor,
  optionsOf: (context: CaseContext) => Options,
): Adapter {
  return {
    run: (context) => {
      const { attributes, input } = context;
      const options = { ...optionsOf(context), reduction: reductionOf(attributes) };
      return { output: loss(input("input"), input("target"), options) };
    },
  };
}

const plain = (): object => ({});

const pairs: Adapters = {
  MSELoss: ofPair(mseLoss, plain),
  L1Loss: ofPair(l1Loss, plain),
  SoftMarginLoss: ofPair(softMarginLoss, plain),
  SmoothL1Loss: ofPair(smoothL1Loss, ({ attributes }) => ({ beta: attributes.number("beta", 1) })),
  HuberLoss: ofPair(huberLoss, ({ attributes }) => ({ delta: attributes.number("delta", 1) })),
  HingeEmbeddingLoss: ofPair(hingeEmbeddingLoss, ({ attributes }) => ({ margin: attributes.number("margin", 1) })),
  KLDivLoss: ofPair(klDiv, ({ attributes }) => ({ logTarget: attributes.flag("log_target", false) })),
  BCELoss: ofPair(binaryCrossEntropy, ({ optional }) => ({ weight: optional("weight") })),
  BCEWithLogitsLoss: ofPair(binaryCrossEntropyWithLogits, ({ optional }) => ({
    weight: optional("weight"),
    positiveWeight: optional("pos_weight"),
  })),
  PoissonNLLLoss: ofPair(poissonNLLLoss, ({ attributes }) => ({
    logInput: attributes.flag("log_input", true),
    full: attributes.flag("full", false),
  })),
  MultiMarginLoss: ofPair(multiMarginLoss, ({ attributes, optional }) => ({
    p: attributes.number("p", 1),
    margin: attributes.number("margin", 1),
    weight: optional("weight"),
  })),
};

const triples: Adapters = {
  GaussianNLLLoss: {
    run: ({ attributes, input }) => ({
      output: gaussianNLLLoss(input("input"), input("target"), input("var"), {
        full: attributes.flag("full", false),
        epsilon: attributes.number("eps", 1e-6),
        reduction: reductionOf(attributes),
      }),
    }),
  },
  MarginRankingLoss: {
    run: ({ attributes, input }) => ({
      output: marginRankingLoss(input("input1"), input("input2"), input("target"), {
        margin: attributes.number("margin", 0),
        reduction: reductionOf(attributes),
      }),
    }),
  },
  CosineEmbeddingLoss: {
    run: ({ attributes, input }) => ({
      output: cosineEmbeddingLoss(input("input1"), input("input2"), input("target"), {
        margin: attributes.number("margin", 0),
        reduction: reductionOf(attributes),
      }),
    }),
  },
  TripletMarginLoss: {
    run: ({ attributes, input }) => ({
      output: tripletMarginLoss(input("anchor"), input("positive"), input("negative"), {
        margin: attributes.number("margin", 1),
        p: attributes.number("p", 2),
        reduction: reductionOf(attributes),
      }),
    }),
  },
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
  "torch-1.13": { CrossEntropyLoss: torchCrossEntropy, NLLLoss: torchNLL, ...pairs, ...triples },
  "onnx-node": { NegativeLogLikelihoodLoss: onnxNLL, SoftmaxCrossEntropyLoss: onnxCrossEntropy },
};
