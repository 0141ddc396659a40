import { NNError, select } from "@nn/backend";
import { elementwise } from "../elementwise.ts";
import { operands, type TensorOrNumber } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const whereOperation: Operation<undefined> = elementwise("where", ([condition, x, y]) =>
  select(condition!, x!, y!),
);

/**
 * x where `condition` holds, else y, element by element; shapes broadcast. What is not chosen has no effect, not even
 * NaN, and gets the gradient 0.
 *
 * @throws NNError `dtype` unless `condition` is bool, and x and y are of one type
 *
 * @example
 * ```ts
 * const x = tensor([-1, 2], { backend });
 * await where(gt(x, 0), x, 0).data(); // 0, 2
 * ```
 */
export function where(condition: Tensor, x: TensorOrNumber, y: TensorOrNumber): Tensor {
  if (condition.dtype !== "bool") {
    throw new NNError("dtype", `where: expected condition of type bool, got ${condition.dtype}`);
  }
  return applySingle(whereOperation, [condition, ...operands("where", [x, y])], undefined);
}
