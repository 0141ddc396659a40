import { index, load, modulo, NNError, subtract } from "@nn/backend";
import { applySingle, type Operation } from "../operation.ts";
import { normalizeAxis } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

export const rollOperation: Operation<{ shift: number; axis: number }> = {
  name: "roll",
  formula: ([input], { shift, axis }) => {
    const coordinates = input!.shape.map((size, position) =>
      position === axis ? modulo(subtract(index(axis), shift), Math.max(1, size)) : index(position),
    );
    return { shape: input!.shape, outputs: [load(0, input!, coordinates)] };
  },
  gradient: ({ upstream: [upstream], options: { shift, axis } }) => [roll(upstream!, -shift, axis)],
};

/**
 * The elements moved by `shift` positions along `axis`; those that leave at one end come back at the other.
 *
 * @throws NNError `option` if `shift` is no integer, or `axis` does not exist
 *
 * @example
 * ```ts
 * const x = tensor([1, 2, 3, 4, 5], { backend });
 * await roll(x, 2, 0).data(); // 4, 5, 1, 2, 3
 * ```
 */
export function roll(input: Tensor, shift: number, axis: number): Tensor {
  const along = normalizeAxis("roll", axis, input.rank);
  if (!Number.isSafeInteger(shift)) {
    throw new NNError("option", `roll: expected shift to be an integer, got ${shift}`);
  }
  const reduced = shift % Math.max(1, input.shape[along]!);
  return applySingle(rollOperation, [input], { shift: reduced, axis: along });
}
