import { NNError } from "@nn/backend";
import { Module, ModuleBuffer } from "@nn/module";
import {
  add,
  arange,
  div,
  eq,
  floatOperands,
  formatShape,
  gather,
  indexSelect,
  maximum,
  mul,
  pow,
  sameShape,
  sub,
  sum,
  unsqueeze,
  where,
  type Tensor,
} from "@nn/tensor";
import type { LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link multiMarginLoss}. */
export interface MultiMarginLossOptions extends LossOptions {
  /** The exponent: 1 or 2. Default: 1. */
  readonly p?: number;
  /** By how much the target's score has to be the largest. Default: 1. */
  readonly margin?: number;
  /** How much each class counts as target, of shape [classes]. Default: 1. */
  readonly weight?: Tensor | undefined;
}

/**
 * Σ_{j ≠ target} weight[target] · max(0, margin − input[target] + input[j])^p / classes, for each row of scores.
 *
 * @param input of shape [batch, classes]
 * @param target int32 class indices, of shape [batch]
 * @returns a scalar, or of shape [batch] with reduction `"none"`
 * @throws NNError `shape` or `dtype` unless the tensors fit one another
 * @throws NNError `option` unless p is 1 or 2
 *
 * @example
 * ```ts
 * const target = tensor([0], { backend, dtype: "int32" });
 * await multiMarginLoss(tensor([[1, 0.5, 3, -4]], { backend }), target).item(); // 0.875
 * ```
 */
export function multiMarginLoss(input: Tensor, target: Tensor, options: MultiMarginLossOptions = {}): Tensor {
  const { reduction = "mean", p = 1, margin = 1, weight } = options;
  checkReduction("multiMarginLoss", reduction);
  floatOperands("multiMarginLoss", weight ? [input, weight] : [input]);
  if (p !== 1 && p !== 2) throw new NNError("option", `multiMarginLoss: expected p 1 or 2, got ${p}`);
  const [batch, classes] = input.shape;
  if (input.rank !== 2 || !sameShape(target.shape, [batch!])) {
    const got = `${formatShape(input.shape)} and ${formatShape(target.shape)}`;
    throw new NNError("shape", `multiMarginLoss: expected scores [batch, classes] and targets [batch], got ${got}`);
  }
  if (weight && !sameShape(weight.shape, [classes!])) {
    throw new NNError("shape", `multiMarginLoss: expected weight [${classes}], got ${formatShape(weight.shape)}`);
  }
  const column = unsqueeze(target, 1);
  const excess = maximum(add(sub(input, gather(input, 1, column)), margin), 0);
  const isTarget = eq(arange(classes!, { backend: input.backend, dtype: "int32" }), column);
  const others = where(isTarget, 0, p === 1 ? excess : pow(excess, 2));
  const loss = div(sum(others, { axes: 1 }), classes!);
  return reduce(weight ? mul(loss, indexSelect(weight, 0, target)) : loss, reduction);
}

/** {@link multiMarginLoss} as a module; the weight is a buffer. */
export class MultiMarginLoss extends Module<[input: Tensor, target: Tensor]> {
  readonly weight: ModuleBuffer | undefined;
  private readonly options: MultiMarginLossOptions;

  constructor(options: MultiMarginLossOptions = {}) {
    super();
    this.options = options;
    this.weight = options.weight && new ModuleBuffer(options.weight);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return multiMarginLoss(input, target, { ...this.options, weight: this.weight });
  }
}
