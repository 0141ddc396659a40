import { and, constant, equal, floorDivide, index, load, modulo, select, subtract, type Expression } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { applySliced } from "./slice.ts";

/** A slice in one form: for each axis the first position, the distance between positions, and their number. */
export interface NormalSlice {
  readonly starts: readonly number[];
  readonly steps: readonly number[];
  readonly sizes: readonly number[];
}

export const unsliceOperation: Operation<NormalSlice & { shape: readonly number[] }> = {
  name: "unslice",
  formula: ([input], { shape, starts, steps }) => {
    let taken: Expression = constant(1, "bool");
    const coordinates = steps.map((step, axis) => {
      const distance =
        step > 0 ? subtract(index(axis), starts[axis]!) : subtract(constant(starts[axis]!, "int32"), index(axis));
      const stride = Math.abs(step);
      taken = and(taken, equal(modulo(distance, stride), 0));
      return floorDivide(distance, stride);
    });
    return { shape, outputs: [select(taken, load(0, input!, coordinates, 0), 0)] };
  },
  gradient: ({ upstream: [upstream], options: { starts, steps, sizes } }) => [
    applySliced(upstream!, { starts, steps, sizes }),
  ],
};

/**
 * The adjoint of a slice: a tensor of `shape` that holds `input` where the slice takes its elements from, and else 0.
 *
 * @internal The caller knows that the slice fits `shape`.
 */
export function unslice(input: Tensor, shape: readonly number[], { starts, steps, sizes }: NormalSlice): Tensor {
  return applySingle(unsliceOperation, [input], { shape, starts, steps, sizes });
}
