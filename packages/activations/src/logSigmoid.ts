import { minimum, subtract, unary } from "@nn/backend";
import { Module } from "@nn/module";
import { applySingle, floatOperands, type Operation, type Tensor } from "@nn/tensor";
import { withSlopes } from "./withSlopes.ts";

/**
 * log(1 / (1 + e^−x)) = min(x, 0) − log(1 + e^−|x|), element by element, without overflow: far below 0 it is x, and
 * its gradient, σ(−x), 1. Source: the formula of PyTorch's reference implementation.
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1000, 0, 1], { backend });
 * await logSigmoid(x).data(); // -1000, -0.6931, -0.3133
 * ```
 */
export function logSigmoid(x: Tensor): Tensor {
  return applySingle(logSigmoidOperation, floatOperands("logSigmoid", [x]), undefined);
}

/** {@link logSigmoid} as a module. */
export class LogSigmoid extends Module {
  override forward(input: Tensor): Tensor {
    return logSigmoid(input);
  }
}

/** The token of {@link logSigmoid}. */
export const logSigmoidOperation: Operation<undefined> = withSlopes("logSigmoid", [
  (x) => subtract(minimum(x, 0), unary("log1p", unary("exp", unary("negate", unary("absolute", x))))),
  (x) => unary("sigmoid", unary("negate", x)),
]);
