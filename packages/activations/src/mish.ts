import { add, divide, lessEqual, multiply, select, unary, type Expression } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, elementwise, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { withTails } from "./withTails.ts";

/**
 * x · tanh(softplus(x)), element by element, as x · n / (n + 2) with n = e^x · (e^x + 2), so that nothing overflows.
 *
 * Source: Misra 2020, "Mish: A Self Regularized Non-Monotonic Activation Function".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1, 0, 1], { backend });
 * await mish(x).data(); // -0.3034, 0, 0.8651
 * ```
 */
export function mish(x: Tensor): Tensor {
  return applySingle(mishOperation, floatOperands("mish", [x]), undefined);
}

/** {@link mish} as a module. */
export class Mish extends Module {
  override forward(input: Tensor): Tensor {
    return mish(input);
  }
}

/** The token of {@link mish}. */
export const mishOperation: Operation<undefined> = elementwise("mish", ([x]) => {
  const rising = unary("exp", x!);
  const falling = unary("exp", unary("negate", x!));
  return withTails(x!, x!, multiply(x!, select(lessEqual(x!, 0), below(rising), above(falling))));
});

/** tanh(softplus(x)) from w = e^x. */
function below(w: Expression): Expression {
  const n = multiply(w, add(w, 2));
  return divide(n, add(n, 2));
}

/** tanh(softplus(x)) from w = e^−x. */
function above(w: Expression): Expression {
  const n = add(multiply(w, 2), 1);
  return divide(n, add(n, multiply(multiply(w, w), 2)));
}
