import { lessEqual } from "@nn/backend";
import type { Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { triangle, triangleOperation, type TriangleCall } from "./triangle.ts";

export const triuOperation: Operation<TriangleCall> = triangleOperation("triu", (column, diagonal) =>
  lessEqual(diagonal, column),
);

/**
 * The upper triangle of matrices, which are the last two axes: elements below the diagonal become 0. Diagonal 0 is the main
 * one, 1 the next one above it, −1 the next one below.
 *
 * @throws NNError `shape` if the tensor has fewer than two axes
 * @throws NNError `option` if `diagonal` is no integer
 *
 * @example
 * ```ts
 * const x = ones([2, 3], { backend });
 * await triu(x).data(); // 1, 1, 1, 0, 1, 1
 * ```
 */
export function triu(input: Tensor, diagonal = 0): Tensor {
  return triangle(triuOperation, input, diagonal);
}
