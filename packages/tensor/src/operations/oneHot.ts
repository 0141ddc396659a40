import { cast, equal, index, load, NNError, type DType } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { requireIndices } from "./gather.ts";

/** Options of {@link oneHot}. */
export interface OneHotOptions {
  /** The type of the result. Default: float32. */
  readonly dtype?: DType;
}

export const oneHotOperation: Operation<{ classes: number; dtype: DType }> = {
  name: "oneHot",
  formula: ([indices], { classes, dtype }) => {
    const { shape } = indices!;
    const chosen = load(
      0,
      indices!,
      shape.map((_, axis) => index(axis)),
    );
    return { shape: [...shape, classes], outputs: [cast(equal(chosen, index(shape.length)), dtype)] };
  },
};

/**
 * A last axis of `classes` elements for each index: 1 at the index and else 0. An index outside gives zeros only.
 *
 * @throws NNError `dtype` unless `indices` is int32
 * @throws NNError `option` unless `classes` is a positive integer
 *
 * @example
 * ```ts
 * const classes = tensor([2, 0], { backend, dtype: "int32" });
 * await oneHot(classes, 3).data(); // 0, 0, 1, 1, 0, 0
 * ```
 */
export function oneHot(indices: Tensor, classes: number, options: OneHotOptions = {}): Tensor {
  requireIndices("oneHot", indices);
  if (!Number.isSafeInteger(classes) || classes < 1) {
    throw new NNError("option", `oneHot: expected classes to be an integer of at least 1, got ${classes}`);
  }
  return applySingle(oneHotOperation, [indices], { classes, dtype: options.dtype ?? "float32" });
}
