import { constant, index, load, NNError } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import { broadcastShapes, formatShape, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { sumTo } from "./sumTo.ts";

export const expandOperation: Operation<{ shape: readonly number[] }> = {
  name: "expand",
  formula: ([input], { shape }) => {
    const skipped = shape.length - input!.shape.length;
    const coordinates = input!.shape.map((size, axis) => (size === 1 ? constant(0, "int32") : index(axis + skipped)));
    return { shape, outputs: [load(0, input!, coordinates)] };
  },
  gradient: ({ inputs: [input], upstream: [upstream] }) => [sumTo(upstream!, input!.shape)],
};

/**
 * The tensor stretched to `shape`: axes of size 1 repeat, and missing leading axes are added. Nothing is copied.
 *
 * @throws NNError `shape` if the tensor does not broadcast to `shape`
 *
 * @example
 * ```ts
 * const x = tensor([[1], [2]], { backend });
 * await expand(x, [2, 3]).data(); // 1, 1, 1, 2, 2, 2
 * ```
 */
export function expand(input: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(input.shape, shape)) return input;
  if (!sameShape(broadcastShapes("expand", [input.shape, shape]), shape)) {
    const [from, to] = [formatShape(input.shape), formatShape(shape)];
    throw new NNError("shape", `expand: expected a shape that ${from} broadcasts to, got ${to}`);
  }
  return applySingle(expandOperation, [input], { shape });
}
