import { lessEqual, select } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, numericOperands, type Operation, type Tensor } from "@nn/tensor";

/** The token of {@link relu}. */
export const reluOperation: Operation<undefined> = elementwise("relu", ([x]) => select(lessEqual(x!, 0), 0, x!));

/**
 * max(x, 0), element by element. NaN stays NaN; the gradient at 0 is 0 (Nair & Hinton 2010).
 *
 * @throws NNError `dtype` if x is bool
 *
 * @example
 * ```ts
 * const x = tensor([-1, 0, 2], { backend });
 * await relu(x).data(); // 0, 0, 2
 * ```
 */
export function relu(x: Tensor): Tensor {
  return applySingle(reluOperation, numericOperands("relu", [x]), undefined);
}

/** {@link relu} as a module. */
export class ReLU extends Module {
  override forward(input: Tensor): Tensor {
    return relu(input);
  }
}
