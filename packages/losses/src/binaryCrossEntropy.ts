import { maximum as atLeast, unary } from "@nn/backend";
import { Module, ModuleBuffer } from "@nn/module";
import { add, applySingle, div, elementwise, maximum, mul, neg, sub, type Operation, type Tensor } from "@nn/tensor";
import { requireAlike } from "./alike.ts";
import type { LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link binaryCrossEntropy}. */
export interface BCELossOptions extends LossOptions {
  /** How much each element counts; it broadcasts against the input. Default: 1. */
  readonly weight?: Tensor | undefined;
}

/**
 * −weight · (target · log input + (1 − target) · log(1 − input)) of probabilities. The logarithms are at least −100, as in
 * PyTorch, so that a wrong certainty costs much but not everything; gradients are finite too.
 *
 * {@link binaryCrossEntropyWithLogits} is the better choice where logits are at hand.
 *
 * @param input probabilities
 * @param target from 0 to 1, of the input's shape
 * @returns a scalar, or of the input's shape with reduction `"none"`
 * @throws NNError `shape` or `dtype` unless both tensors are alike
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([0.5, 0], { backend }), tensor([1, 1], { backend })];
 * await binaryCrossEntropy(x, y, { reduction: "none" }).data(); // 0.6931, 100
 * ```
 */
export function binaryCrossEntropy(input: Tensor, target: Tensor, options: BCELossOptions = {}): Tensor {
  const { reduction = "mean", weight } = options;
  checkReduction("binaryCrossEntropy", reduction);
  requireAlike("binaryCrossEntropy", input, target);
  const [yes, no] = [boundedLog(input), boundedLog(sub(1, input))];
  const loss = neg(add(mul(target, yes), mul(sub(1, target), no)));
  return reduce(weight ? mul(loss, weight) : loss, reduction);
}

/** {@link binaryCrossEntropy} as a module; the weight is a buffer. */
export class BCELoss extends Module<[input: Tensor, target: Tensor]> {
  readonly weight: ModuleBuffer | undefined;
  private readonly options: BCELossOptions;

  constructor(options: BCELossOptions = {}) {
    super();
    this.options = options;
    this.weight = options.weight && new ModuleBuffer(options.weight);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return binaryCrossEntropy(input, target, { ...this.options, weight: this.weight });
  }
}

/** max(log x, −100), with the gradient 1 / max(x, 1e-12). */
function boundedLog(x: Tensor): Tensor {
  return applySingle(boundedLogOperation, [x], undefined);
}

const boundedLogOperation: Operation<undefined> = {
  ...elementwise<undefined>("boundedLog", ([x]) => atLeast(unary("log", x!), -100)),
  gradient: ({ inputs: [x], upstream: [upstream] }) => [div(upstream!, maximum(x!, 1e-12))],
};
