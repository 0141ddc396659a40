import { NNError } from "@nn/backend";
import { tensor } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { randomBitsOnHost } from "./randomBits.ts";
import type { RandomOptions } from "./randomTensor.ts";

/**
 * The numbers 0 … count − 1 in a random order, as int32 (Fisher–Yates), made on the host: with `indexSelect` it shuffles
 * an axis.
 *
 * @throws NNError `option` unless `count` is an integer of at least 0
 *
 * @example
 * ```ts
 * const order = permutation(4, { backend, generator: generator(7) });
 * await sum(order).item(); // 6
 * ```
 */
export function permutation(count: number, options: Pick<RandomOptions, "backend" | "generator">): Tensor {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new NNError("option", `permutation: expected count to be an integer of at least 0, got ${count}`);
  }
  const [key0, key1] = options.generator.next();
  const order = Int32Array.from({ length: count }, (_, position) => position);
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor((randomBitsOnHost(last, key0, key1) / 2 ** 32) * (last + 1));
    [order[last], order[chosen]] = [order[chosen]!, order[last]!];
  }
  return tensor(order, { backend: options.backend });
}
