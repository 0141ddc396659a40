import { multiply, subtract } from "@nn/backend";
import { applySingle, elementwise, type Operation, type Tensor } from "@nn/tensor";
import { requireAlike } from "./alike.ts";
import { LossModule, type LossOptions } from "./lossModule.ts";
import { checkReduction, reduce } from "./reduction.ts";

/** Options of {@link mseLoss}. */
export type MSELossOptions = LossOptions;

/**
 * Mean squared error: (input − target)².
 *
 * @returns a scalar, or of the input's shape with reduction `"none"`
 * @throws NNError `shape` or `dtype` unless both tensors are alike: nothing is broadcast
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([1, 5], { backend }), tensor([3, 4], { backend })];
 * await mseLoss(x, y).item(); // 2.5
 * ```
 */
export function mseLoss(input: Tensor, target: Tensor, options: MSELossOptions = {}): Tensor {
  const { reduction = "mean" } = options;
  checkReduction("mseLoss", reduction);
  requireAlike("mseLoss", input, target);
  return reduce(applySingle(squaredErrorOperation, [input, target], undefined), reduction);
}

/** {@link mseLoss} as a module. */
export class MSELoss extends LossModule<MSELossOptions> {
  constructor(options: MSELossOptions = {}) {
    super(options);
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, this.options);
  }
}

const squaredErrorOperation: Operation<undefined> = elementwise("squaredError", ([x, y]) => {
  const error = subtract(x!, y!);
  return multiply(error, error);
});
