import { multiply, NNError, subtract } from "@nn/backend";
import { Module } from "@nn/module";
import {
  applySingle,
  commonBackend,
  elementwise,
  formatShape,
  requireFloat,
  sameShape,
  type Operation,
  type Tensor,
} from "@nn/tensor";
import { checkReduction, reduce, type Reduction } from "./reduction.ts";

/** Options of {@link mseLoss}. */
export interface MSELossOptions {
  /** How the squared errors become the result. Default: `"mean"`. */
  readonly reduction?: Reduction;
}

/**
 * Mean squared error: (input − target)².
 *
 * @returns a scalar, or of the input's shape with reduction `"none"`
 * @throws NNError `shape` or `dtype` unless both tensors are alike: nothing is broadcast
 */
export function mseLoss(input: Tensor, target: Tensor, options: MSELossOptions = {}): Tensor {
  const { reduction = "mean" } = options;
  checkReduction("mseLoss", reduction);
  commonBackend("mseLoss", [input, target]);
  requireFloat("mseLoss", input);
  if (!sameShape(target.shape, input.shape) || target.dtype !== input.dtype) {
    const [expected, got] = [input, target].map(({ dtype, shape }) => `${dtype} ${formatShape(shape)}`);
    throw new NNError("shape", `mseLoss: expected a target like the input, ${expected}, got ${got}`);
  }
  return reduce(applySingle(squaredErrorOperation, [input, target], undefined), reduction);
}

/** {@link mseLoss} as a module. */
export class MSELoss extends Module<[input: Tensor, target: Tensor]> {
  private readonly options: MSELossOptions;

  constructor(options: MSELossOptions = {}) {
    super();
    this.options = options;
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return mseLoss(input, target, this.options);
  }
}

const squaredErrorOperation: Operation<undefined> = elementwise("squaredError", ([x, y]) => {
  const error = subtract(x!, y!);
  return multiply(error, error);
});
