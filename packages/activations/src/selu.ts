import { lessEqual, multiply, select, unary } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";

/**
 * γ · x where x > 0, and γ · α · (e^x − 1) elsewhere, element by element, with α ≈ 1.67326 and γ ≈ 1.05070, for which
 * mean 0 and variance 1 are a fixed point of a deep network. At 0 the gradient is γ · α.
 *
 * Source: Klambauer et al. 2017, "Self-Normalizing Neural Networks".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1, 0, 1], { backend });
 * await selu(x).data(); // -1.1113, 0, 1.0507
 * ```
 */
export function selu(x: Tensor): Tensor {
  return applySingle(seluOperation, floatOperands("selu", [x]), undefined);
}

/** {@link selu} as a module. */
export class SELU extends Module {
  override forward(input: Tensor): Tensor {
    return selu(input);
  }
}

/** The token of {@link selu}. */
export const seluOperation: Operation<undefined> = elementwise("selu", ([x]) =>
  select(lessEqual(x!, 0), multiply(unary("expm1", x!), scale * alpha), multiply(x!, scale)),
);

const alpha = 1.6732632423543772;
const scale = 1.0507009873554805;
