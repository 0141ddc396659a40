import { add, index, lessEqual, load, NNError, select } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

export const trilOperation: Operation<{ diagonal: number }> = {
  name: "tril",
  formula: ([input], { diagonal }) => {
    const { shape } = input!;
    const column = index(shape.length - 1);
    const diagonalAt = add(index(shape.length - 2), diagonal);
    const element = load(
      0,
      input!,
      shape.map((_, axis) => index(axis)),
    );
    return { shape, outputs: [select(lessEqual(column, diagonalAt), element, 0)] };
  },
  gradient: ({ upstream: [upstream], options: { diagonal } }) => [tril(upstream!, diagonal)],
};

/**
 * The lower triangle of matrices, which are the last two axes: elements above the diagonal become 0. Diagonal 0 is the main
 * one, 1 the next one above it, −1 the next one below.
 *
 * @throws NNError `shape` if the tensor has fewer than two axes
 * @throws NNError `option` if `diagonal` is no integer
 *
 * @example
 * ```ts
 * const x = ones([2, 3], { backend });
 * await tril(x).data(); // 1, 0, 0, 1, 1, 0
 * ```
 */
export function tril(input: Tensor, diagonal = 0): Tensor {
  if (input.rank < 2) {
    throw new NNError("shape", `tril: expected input of rank 2 or more, got ${formatShape(input.shape)}`);
  }
  if (!Number.isSafeInteger(diagonal)) {
    throw new NNError("option", `tril: expected diagonal to be an integer, got ${diagonal}`);
  }
  return applySingle(trilOperation, [input], { diagonal });
}
