import { NNError } from "@nn/backend";
import { BCEWithLogitsLoss as BaseBCEWithLogitsLoss, crossEntropy, HuberLoss, KLDivLoss as BaseKLDivLoss, type Reduction } from "@nn/losses"; // prettier-ignore
import { Module } from "@nn/module";
import { formatShape, normalizeAxis, permute, squeeze, type Tensor } from "@nn/tensor";

/** Options of {@link CrossEntropyLoss}. */
export interface CrossEntropyLossOptions {
  /** The weight of each class, for hard labels. Default: 1 for each. */
  readonly weight?: Tensor | undefined;
  /** Hard labels of this value count for nothing. Default: −100. */
  readonly ignoreIndex?: number;
  /** How the losses become the result. Default: "mean". */
  readonly reduction?: Reduction;
  /** Whether labels are probabilities, of the shape of the input. Default: false. */
  readonly softLabel?: boolean;
  /** The axis of the classes. Default: −1; PyTorch's is 1. */
  readonly axis?: number;
  /** The part of the label's probability that is spread evenly over all classes. Default: 0. */
  readonly labelSmoothing?: number;
}

/**
 * `paddle.nn.CrossEntropyLoss`, with softmax: classes lie along the last axis, and labels may keep an axis of size 1
 * there. Labels are int32.
 */
export class CrossEntropyLoss extends Module<[input: Tensor, label: Tensor]> {
  readonly options: CrossEntropyLossOptions;

  /** @throws NNError `option` for a weight together with soft labels */
  constructor(options: CrossEntropyLossOptions = {}) {
    super();
    if (options.softLabel && options.weight) {
      throw new NNError("option", "CrossEntropyLoss: expected no weight with softLabel, got one");
    }
    this.options = options;
  }

  /** @throws NNError `shape` or `dtype` unless the label fits the input */
  override forward(input: Tensor, label: Tensor): Tensor {
    const { weight, ignoreIndex = -100, reduction = "mean", softLabel = false, labelSmoothing = 0 } = this.options;
    const axis = normalizeAxis("CrossEntropyLoss", this.options.axis ?? -1, input.rank);
    if (input.rank < 2 || axis === 0) {
      const expected = "an input with classes behind the batch";
      throw new NNError("shape", `CrossEntropyLoss: expected ${expected}, got ${formatShape(input.shape)}`);
    }
    const order = [0, axis, ...input.shape.map((_, at) => at).filter((at) => at > 0 && at !== axis)];
    if (softLabel) return crossEntropy(permute(input, order), permute(label, order), { reduction, labelSmoothing });
    const hard = label.rank === input.rank && label.shape[axis] === 1 ? squeeze(label, axis) : label;
    return crossEntropy(permute(input, order), hard, { weight, ignoreIndex, reduction, labelSmoothing });
  }
}

/** Options of {@link BCEWithLogitsLoss}. */
export interface BCEWithLogitsLossOptions {
  /** How much each element counts; it broadcasts. Default: 1. */
  readonly weight?: Tensor | undefined;
  /** How the losses become the result. Default: "mean". */
  readonly reduction?: Reduction;
  /** How much more a label of 1 counts than one of 0. Default: 1. */
  readonly posWeight?: Tensor | undefined;
}

/** `paddle.nn.BCEWithLogitsLoss`. */
export class BCEWithLogitsLoss extends BaseBCEWithLogitsLoss {
  constructor({ weight, reduction = "mean", posWeight }: BCEWithLogitsLossOptions = {}) {
    super({ weight, reduction, positiveWeight: posWeight });
  }
}

/** `paddle.nn.KLDivLoss`: the reduction is written "batchmean". */
export class KLDivLoss extends BaseKLDivLoss {
  /** @throws NNError `option` unless it is a reduction */
  constructor({ reduction = "mean" }: { readonly reduction?: Reduction | "batchmean" } = {}) {
    super({ reduction: reduction === "batchmean" ? "batchMean" : reduction });
  }
}

/**
 * `paddle.nn.SmoothL1Loss`, which is Huber's loss: ½ d² up to |d| = delta, and delta · (|d| − ½ delta) beyond. PyTorch's
 * is this divided by `beta`.
 */
export class SmoothL1Loss extends HuberLoss {
  constructor({ reduction = "mean", delta = 1 }: { readonly reduction?: Reduction; readonly delta?: number } = {}) {
    super({ reduction, delta });
  }
}
