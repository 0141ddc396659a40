import { unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const erfOperation: Operation<undefined> = elementwise("erf", ([x]) => unary("erf", x!));

/**
 * The error function 2/√π · ∫ e^(−t²) dt from 0 to x, element by element.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([0, 1, -1], { backend });
 * await erf(x).data(); // 0, 0.8427, -0.8427
 * ```
 */
export function erf(x: Tensor): Tensor {
  return applySingle(erfOperation, floatOperands("erf", [x]), undefined);
}
