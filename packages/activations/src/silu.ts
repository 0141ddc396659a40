import { Module } from "@nn/module";
import { applySingle, floatOperands, type Tensor } from "@nn/tensor";
import { swishOperation } from "./swish.ts";

/**
 * x · σ(x), element by element, where σ is the sigmoid: {@link swish} with β = 1. It goes to 0 for x → −∞, and is 0
 * there.
 *
 * Source: Elfwing, Uchibe & Doya 2018, "Sigmoid-Weighted Linear Units".
 *
 * @param x floats of any shape, which the result has, too
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([-1, 0, 1], { backend });
 * await silu(x).data(); // -0.2689, 0, 0.7311
 * ```
 */
export function silu(x: Tensor): Tensor {
  return applySingle(swishOperation, floatOperands("silu", [x]), { beta: 1 });
}

/** {@link silu} as a module. */
export class SiLU extends Module {
  override forward(input: Tensor): Tensor {
    return silu(input);
  }
}
