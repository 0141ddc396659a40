import { applySingle } from "../operation.ts";
import { sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { reshape } from "./reshape.ts";
import { sumOperation } from "./sum.ts";

/**
 * The inverse of broadcasting: sums over the axes that were stretched to get from `shape` to the tensor's shape.
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await sumTo(x, [1, 3]).data(); // 5, 7, 9
 * ```
 */
export function sumTo(input: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(input.shape, shape)) return input;
  const skipped = input.rank - shape.length;
  const axes = input.shape.flatMap((size, axis) =>
    axis < skipped || (shape[axis - skipped] === 1 && size !== 1) ? [axis] : [],
  );
  return reshape(applySingle(sumOperation, [input], { axes, keepDims: false }), shape);
}
