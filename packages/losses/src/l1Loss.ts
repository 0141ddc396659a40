import { type Tensor, abs, sub } from "@nn/tensor";
import { requireAlike } from "./alike.ts";
import { LossModule, type LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link l1Loss}. */
export type L1LossOptions = LossOptions;

/**
 * Mean absolute error: |input − target|. Its gradient at 0 is 0.
 *
 * @returns a scalar, or of the input's shape with reduction `"none"`
 *
 * @throws NNError `shape` or `dtype` unless both tensors are alike: nothing is broadcast
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([1, 5], { backend }), tensor([3, 4], { backend })];
 * await l1Loss(x, y).item(); // 1.5
 * ```
 */
export function l1Loss(input: Tensor, target: Tensor, options: L1LossOptions = {}): Tensor {
  const { reduction = "mean" } = options;
  checkReduction("l1Loss", reduction);
  requireAlike("l1Loss", input, target);
  return reduce(abs(sub(input, target)), reduction);
}

/** {@link l1Loss} as a module. */
export class L1Loss extends LossModule<L1LossOptions> {
  constructor(options: L1LossOptions = {}) {
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return l1Loss(input, target, this.options);
  }
}
