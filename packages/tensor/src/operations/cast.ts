import { cast as convert, isFloat, type DType } from "@nn/backend";
import { broadcastLoads, applySingle, type Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";

export const castOperation: Operation<{ dtype: DType }> = {
  name: "cast",
  formula: ([input], { dtype }) => ({
    shape: input!.shape,
    outputs: broadcastLoads([input!], input!.shape).map((element) => convert(element, dtype)),
  }),
  gradient: ({ inputs: [input], upstream: [upstream] }) =>
    isFloat(input!.dtype) ? [cast(upstream!, input!.dtype)] : [],
};

/**
 * The numbers in another type. Float to integer truncates towards zero, saturates, and makes NaN 0; to bool is "differs
 * from 0"; bool gives 0 and 1. Gradients pass between floats.
 *
 * @throws NNError `dtype` if the backend does not hold the type
 *
 * @example
 * ```ts
 * const x = tensor([1.7, -1.7], { backend });
 * await cast(x, "int32").data(); // 1, -1
 * ```
 */
export function cast(input: Tensor, dtype: DType): Tensor {
  return input.dtype === dtype ? input : applySingle(castOperation, [input], { dtype });
}
