import { NNError } from "@nn/backend";
import { numericOperands } from "../operands.ts";
import { broadcastShapes, formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { contract } from "./contract.ts";
import { reshape } from "./reshape.ts";

/**
 * The matrix product z[…,i,j] = Σ_k x[…,i,k] · y[…,k,j]; axes before the last two broadcast. An operand of rank 1 is a
 * row on the left or a column on the right, and the result lacks that axis.
 *
 * @throws NNError `shape` if an operand is a scalar, if x's columns differ from y's rows, or if batches do not broadcast
 * @throws NNError `dtype` unless they are numbers of one type
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2], [3, 4]], { backend });
 * await matmul(x, tensor([[1, 0], [1, 1]], { backend })).data(); // 3, 2, 7, 4
 * ```
 */
export function matmul(x: Tensor, y: Tensor): Tensor {
  const [left, right] = numericOperands("matmul", [x, y]);
  const row = left!.rank === 1;
  const column = right!.rank === 1;
  const [a, b] = [row ? reshape(left!, [1, left!.size]) : left!, column ? reshape(right!, [right!.size, 1]) : right!];
  if (a.rank < 2 || b.rank < 2 || a.shape.at(-1) !== b.shape.at(-2)) {
    const got = `${formatShape(x.shape)} and ${formatShape(y.shape)}`;
    throw new NNError("shape", `matmul: expected shapes […, i, k] and […, k, j], or rank 1 [k], got ${got}`);
  }
  const batch = broadcastShapes("matmul", [a.shape.slice(0, -2), b.shape.slice(0, -2)]);
  const [first, second] = [withoutStretched(a, batch, "ik"), withoutStretched(b, batch, "kj")];
  const labels = `${batch.map((_, axis) => labelOf(axis)).join("")}ij`;
  const used = [...labels].filter((label) => (first.labels + second.labels).includes(label)).join("");
  const product = contract(first.tensor, second.tensor, { left: first.labels, right: second.labels, result: used });
  return reshape(product, [...batch, ...(row ? [] : [a.shape.at(-2)!]), ...(column ? [] : [b.shape.at(-1)!])]);
}

/** The operand with labels, less the batch axes that stretch: what is stretched needs no index. */
function withoutStretched(
  operand: Tensor,
  batch: readonly number[],
  matrix: string,
): { tensor: Tensor; labels: string } {
  const skipped = batch.length - (operand.rank - 2);
  const own = operand.shape.slice(0, -2);
  const kept = own.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  const labels = kept.map((axis) => labelOf(axis + skipped)).join("") + matrix;
  return { tensor: reshape(operand, [...kept.map((axis) => own[axis]!), ...operand.shape.slice(-2)]), labels };
}

function labelOf(axis: number): string {
  return String.fromCharCode("A".charCodeAt(0) + axis);
}
