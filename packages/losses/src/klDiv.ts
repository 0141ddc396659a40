import { type Tensor, div, exp, gt, log, mul, sub, sum, where } from "@nn/tensor";
import { requireAlike } from "./alike.ts";
import { LossModule } from "./lossModule.ts";
import { checkReduction, reduce, type Reduction } from "./reduction.ts";

/** Options of {@link klDiv}. */
export interface KLDivLossOptions {
  /** How the losses of the elements become the result; `"batchMean"` divides by the size of axis 0. Default: `"mean"`. */
  readonly reduction?: Reduction | "batchMean";
  /** Whether the target is given in logarithms. Default: false. */
  readonly logTarget?: boolean;
}

/**
 * The Kullback–Leibler divergence of the target from the input, which is given in logarithms: target · (log target − input),
 * 0 where the target is 0. With `logTarget` the target is given in logarithms too.
 *
 * `"mean"` divides by the number of elements, as PyTorch does; `"batchMean"`, by the size of axis 0, is the divergence
 * itself.
 *
 * @returns a scalar, or of the input's shape with reduction `"none"`
 *
 * @throws NNError `shape` or `dtype` unless both tensors are alike: nothing is broadcast
 *
 * @example
 * ```ts
 * const [x, y] = [log(tensor([[0.5, 0.5]], { backend })), tensor([[1, 0]], { backend })];
 * await klDiv(x, y, { reduction: "batchMean" }).item(); // 0.6931
 * ```
 */
export function klDiv(input: Tensor, target: Tensor, options: KLDivLossOptions = {}): Tensor {
  const { reduction = "mean", logTarget = false } = options;
  if (reduction !== "batchMean") checkReduction("klDiv", reduction);
  requireAlike("klDiv", input, target);
  const positive = gt(target, 0);
  const loss = logTarget
    ? mul(exp(target), sub(target, input))
    : where(positive, mul(target, sub(log(where(positive, target, 1)), input)), 0);
  return reduction === "batchMean" ? div(sum(loss), input.shape[0] ?? 1) : reduce(loss, reduction);
}

/** {@link klDiv} as a module. */
export class KLDivLoss extends LossModule<KLDivLossOptions> {
  constructor(options: KLDivLossOptions = {}) {
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return klDiv(input, target, this.options);
  }
}
