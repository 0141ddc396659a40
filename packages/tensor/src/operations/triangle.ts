import { add, index, load, NNError, select, type Expression } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/** Which diagonal bounds a triangle: 0 is the main one, 1 the next one above it, −1 the next one below. */
export interface TriangleCall {
  readonly diagonal: number;
}

/** @param isKept whether an element stays, by its column and the diagonal's column in its row; the others become 0 */
export function triangleOperation(
  name: string,
  isKept: (column: Expression, diagonal: Expression) => Expression,
): Operation<TriangleCall> {
  const operation: Operation<TriangleCall> = {
    name,
    formula: ([input], { diagonal }) => {
      const { shape } = input!;
      const [row, column] = [index(shape.length - 2), index(shape.length - 1)];
      const here = shape.map((_, axis) => index(axis));
      return { shape, outputs: [select(isKept(column, add(row, diagonal)), load(0, input!, here), 0)] };
    },
    gradient: ({ upstream: [upstream], options }) => [applySingle(operation, [upstream!], options)],
  };
  return operation;
}

/** @throws NNError `shape` or `option`, in the operation's name, unless there are matrices and the diagonal is an integer */
export function triangle(operation: Operation<TriangleCall>, input: Tensor, diagonal: number): Tensor {
  const { name } = operation;
  if (input.rank < 2) {
    throw new NNError("shape", `${name}: expected input of rank 2 or more, got ${formatShape(input.shape)}`);
  }
  if (!Number.isSafeInteger(diagonal)) {
    throw new NNError("option", `${name}: expected diagonal to be an integer, got ${diagonal}`);
  }
  return applySingle(operation, [input], { diagonal });
}
