import { lessEqual, multiply, select } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { checkNumber } from "./checkNumber.ts";

/** Options of {@link leakyReLU}. */
export interface LeakyReLUOptions {
  /** What negative elements are multiplied by. Default: 0.01. */
  readonly negativeSlope?: number;
}

/**
 * x where x > 0, and slope · x elsewhere, element by element; at 0 the gradient is the slope. The default slope is
 * 0.01 in PyTorch, PaddlePaddle and ONNX, but 0.3 in Keras' layer and 0.2 in its function and in TensorFlow.
 *
 * Source: Maas, Hannun & Ng 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic Models".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `option` unless `negativeSlope` is finite
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-100, 0, 3], { backend });
 * await leakyReLU(x).data(); // -1, 0, 3
 * await leakyReLU(x, { negativeSlope: 0.3 }).data(); // -30, 0, 3
 * ```
 */
export function leakyReLU(x: Tensor, options: LeakyReLUOptions = {}): Tensor {
  return applySingle(leakyReLUOperation, floatOperands("leakyReLU", [x]), normal("leakyReLU", options));
}

/** {@link leakyReLU} as a module. */
export class LeakyReLU extends Module {
  readonly negativeSlope: number;

  /** @throws NNError `option` as {@link leakyReLU} does */
  constructor(options: LeakyReLUOptions = {}) {
    super();
    const { negativeSlope } = normal("LeakyReLU", options);
    this.negativeSlope = negativeSlope;
  }

  override forward(input: Tensor): Tensor {
    return leakyReLU(input, this);
  }

  protected override describe(): string {
    return `negativeSlope=${this.negativeSlope}`;
  }
}

/** The token of {@link leakyReLU}. */
export const leakyReLUOperation: Operation<Required<LeakyReLUOptions>> = elementwise(
  "leakyReLU",
  ([x], { negativeSlope }) => select(lessEqual(x!, 0), negativeSlope === 0 ? 0 : multiply(x!, negativeSlope), x!),
);

function normal(operation: string, options: LeakyReLUOptions): Required<LeakyReLUOptions> {
  const { negativeSlope = 0.01 } = options;
  checkNumber(operation, "negativeSlope", negativeSlope, "finite");
  return { negativeSlope };
}
