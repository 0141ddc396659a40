import { NNError } from "@nn/backend";
import { formatShape, normalizeAxis, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { concat } from "./concat.ts";
import { unsqueeze } from "./unsqueeze.ts";

/**
 * Tensors of one shape along a new axis, which stands at `axis` of the result.
 *
 * @throws NNError `option` if there are no tensors, or `axis` does not exist in the result
 * @throws NNError `shape` or `dtype` if the tensors differ in it
 *
 * @example
 * ```ts
 * const [x, y] = [tensor([1, 2], { backend }), tensor([3, 4], { backend })];
 * await stack([x, y], 1).data(); // 1, 3, 2, 4
 * ```
 */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  const [first] = tensors;
  if (!first) throw new NNError("option", "stack: expected at least one tensor, got none");
  const misfit = tensors.find((tensor) => !sameShape(tensor.shape, first.shape));
  if (misfit) {
    const got = `${formatShape(first.shape)} and ${formatShape(misfit.shape)}`;
    throw new NNError("shape", `stack: expected tensors of one shape, got ${got}`);
  }
  const position = normalizeAxis("stack", axis, first.rank + 1);
  return concat(
    tensors.map((tensor) => unsqueeze(tensor, position)),
    position,
  );
}
