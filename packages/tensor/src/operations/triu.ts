import { add, index, lessEqual, load, NNError, select } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

export const triuOperation: Operation<{ diagonal: number }> = {
  name: "triu",
  formula: ([input], { diagonal }) => {
    const { shape } = input!;
    const column = index(shape.length - 1);
    const diagonalAt = add(index(shape.length - 2), diagonal);
    const element = load(
      0,
      input!,
      shape.map((_, axis) => index(axis)),
    );
    return { shape, outputs: [select(lessEqual(diagonalAt, column), element, 0)] };
  },
  gradient: ({ upstream: [upstream], options: { diagonal } }) => [triu(upstream!, diagonal)],
};

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
  if (input.rank < 2) {
    throw new NNError("shape", `triu: expected input of rank 2 or more, got ${formatShape(input.shape)}`);
  }
  if (!Number.isSafeInteger(diagonal)) {
    throw new NNError("option", `triu: expected diagonal to be an integer, got ${diagonal}`);
  }
  return applySingle(triuOperation, [input], { diagonal });
}
