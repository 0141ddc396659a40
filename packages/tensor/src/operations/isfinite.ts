import { less, unary } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { floatOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const isfiniteOperation: Operation<undefined> = elementwise("isfinite", ([x]) =>
  less(unary("absolute", x!), Infinity),
);

/**
 * Whether each element is neither infinite nor NaN; of type bool.
 *
 * @throws NNError `dtype` unless x holds floats
 *
 * @example
 * ```ts
 * const x = tensor([1, NaN, -Infinity], { backend });
 * await isfinite(x).data(); // 1, 0, 0
 * ```
 */
export function isfinite(x: Tensor): Tensor {
  return applySingle(isfiniteOperation, floatOperands("isfinite", [x]), undefined);
}
