import { Module, ModuleBuffer } from "@nn/module";
import { add, mul, neg, sub, type Tensor } from "@nn/tensor";
import { requireAlike } from "./alike.ts";
import type { LossOptions } from "./lossModule.ts";
import { logSigmoid } from "./logSigmoid.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link binaryCrossEntropyWithLogits}. */
export interface BCEWithLogitsLossOptions extends LossOptions {
  /** How much each element counts; it broadcasts against the input. Default: 1. */
  readonly weight?: Tensor | undefined;
  /** How much more a target of 1 counts than one of 0, for example for each class; it broadcasts. Default: 1. */
  readonly positiveWeight?: Tensor | undefined;
}

/**
 * −weight · (positiveWeight · target · log σ(input) + (1 − target) · log(1 − σ(input))): the cross entropy of a sigmoid and
 * the target. It never overflows.
 *
 * @param input logits
 * @param target from 0 to 1, of the input's shape
 * @returns a scalar, or of the input's shape with reduction `"none"`
 * @throws NNError `shape` or `dtype` unless both tensors are alike
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([0, 1000], { backend }), tensor([1, 0], { backend })];
 * await binaryCrossEntropyWithLogits(x, y, { reduction: "none" }).data(); // 0.6931, 1000
 * ```
 */
export function binaryCrossEntropyWithLogits(
  input: Tensor,
  target: Tensor,
  options: BCEWithLogitsLossOptions = {},
): Tensor {
  const { reduction = "mean", weight, positiveWeight } = options;
  checkReduction("binaryCrossEntropyWithLogits", reduction);
  requireAlike("binaryCrossEntropyWithLogits", input, target);
  const yes = mul(target, logSigmoid(input));
  const no = mul(sub(1, target), logSigmoid(neg(input)));
  const loss = neg(add(positiveWeight ? mul(yes, positiveWeight) : yes, no));
  return reduce(weight ? mul(loss, weight) : loss, reduction);
}

/** {@link binaryCrossEntropyWithLogits} as a module; the weights are buffers. */
export class BCEWithLogitsLoss extends Module<[input: Tensor, target: Tensor]> {
  readonly weight: ModuleBuffer | undefined;
  readonly positiveWeight: ModuleBuffer | undefined;
  private readonly options: BCEWithLogitsLossOptions;

  constructor(options: BCEWithLogitsLossOptions = {}) {
    super();
    this.options = options;
    this.weight = options.weight && new ModuleBuffer(options.weight);
    this.positiveWeight = options.positiveWeight && new ModuleBuffer(options.positiveWeight, { name: "pos_weight" });
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    const { weight, positiveWeight } = this;
    return binaryCrossEntropyWithLogits(input, target, { ...this.options, weight, positiveWeight });
  }
}
