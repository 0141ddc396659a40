import { onesLike } from "../create.ts";
import { numericOperands } from "../operands.ts";
import { applySingle, type Operation } from "../operation.ts";
import { sizeOf } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { concat } from "./concat.ts";
import { mul } from "./mul.ts";
import { pad } from "./pad.ts";
import { permute } from "./permute.ts";
import { normalReduction, reductionFormula, type NormalReduction, type ReductionOptions } from "./reduction.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./slice.ts";
import { restoreAxes } from "./sum.ts";

export const prodOperation: Operation<NormalReduction> = {
  name: "prod",
  formula: ([input], options) => reductionFormula("product", input!, options),
  gradient: ({ inputs: [input], upstream: [upstream], options }) => [
    mul(restoreAxes(upstream!, input!, options), productOfOthers(input!, options)),
  ],
};

/**
 * Π x over `axes`. An empty product is 1. The gradient of an element is the product of the others, zeros or not.
 *
 * @throws NNError `option` if an axis does not exist
 * @throws NNError `dtype` unless the input holds numbers
 *
 * @example
 * ```ts
 * const x = tensor([[1, 2, 3], [4, 5, 6]], { backend });
 * await prod(x, { axes: 1 }).data(); // 6, 120
 * ```
 */
export function prod(input: Tensor, options: ReductionOptions = {}): Tensor {
  return applySingle(prodOperation, numericOperands("prod", [input]), normalReduction("prod", input, options));
}

/** For each element the product of all others over `axes`: without a division, so that zeros do no harm. */
function productOfOthers(input: Tensor, { axes }: NormalReduction): Tensor {
  const kept = input.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const order = [...kept, ...axes];
  const moved = permute(input, order);
  const rows = sizeOf(kept.map((axis) => input.shape[axis]!));
  const columns = sizeOf(axes.map((axis) => input.shape[axis]!));
  const others = reshape(alongRows(reshape(moved, [rows, columns])), moved.shape);
  return permute(
    others,
    order.map((_, axis) => order.indexOf(axis)),
  );
}

/** Pairs are multiplied, the shorter row is solved, and each of a pair takes the other one as a further factor. */
function alongRows(x: Tensor): Tensor {
  const columns = x.shape[1]!;
  if (columns <= 1) return onesLike(x);
  const half = Math.ceil(columns / 2);
  const first = slice(x, [undefined, { end: half }]);
  const second = pad(slice(x, [undefined, { start: half }]), [[0, 0], [0, 2 * half - columns]], { value: 1 }); // prettier-ignore
  const rest = alongRows(mul(first, second));
  const others = concat([mul(rest, second), mul(rest, first)], 1);
  return slice(others, [undefined, { end: columns }]);
}
