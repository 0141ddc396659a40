import { constant, lessEqual, select } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";

/**
 * min(max(x, 0), 6), element by element. NaN stays NaN; the gradient is 0 at both ends, as in PyTorch.
 *
 * Source: Krizhevsky 2010, "Convolutional Deep Belief Networks on CIFAR-10".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1, 4, 9], { backend });
 * await relu6(x).data(); // 0, 4, 6
 * ```
 */
export function relu6(x: Tensor): Tensor {
  return applySingle(relu6Operation, floatOperands("relu6", [x]), undefined);
}

/** {@link relu6} as a module. */
export class ReLU6 extends Module {
  override forward(input: Tensor): Tensor {
    return relu6(input);
  }
}

/** The token of {@link relu6}. */
export const relu6Operation: Operation<undefined> = elementwise("relu6", ([x]) =>
  select(lessEqual(x!, 0), 0, select(lessEqual(constant(6, x!.dtype), x!), 6, x!)),
);
