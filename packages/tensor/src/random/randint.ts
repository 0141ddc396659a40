import { add, cast, modulo, NNError } from "@nn/backend";
import type { Operation } from "../operation.ts";
import type { Tensor } from "../tensor.ts";
import { draw, randomOperation, type RandomCall, type RandomOptions } from "./randomTensor.ts";

/** Options of {@link randint}. */
export interface RandintOptions extends RandomOptions {
  /** The smallest integer. Default: 0. */
  readonly low?: number;
  /** The integer that is not reached. */
  readonly high: number;
}

export const randintOperation: Operation<RandomCall> = randomOperation("randint", (bits, position, call) => {
  const [low, high] = call.parameters;
  const offset = cast(modulo(bits(position), high! - low!), "int32");
  return cast(add(offset, low!), call.dtype);
});

/**
 * Integers from `low` to `high` − 1, as int32 by default. They are the remainder of 32 bits, which favours small ones by
 * a part of at most (high − low) / 2^32.
 *
 * @throws NNError `option` unless low < high, both int32
 *
 * @example
 * ```ts
 * const x = randint([1000], { backend, generator: generator(7), high: 10 });
 * await max(x).item(); // 9
 * ```
 */
export function randint(shape: readonly number[], options: RandintOptions): Tensor {
  const { low = 0, high, dtype = "int32" } = options;
  if (low !== (low | 0) || high !== (high | 0) || low >= high) {
    throw new NNError("option", `randint: expected integers low < high within int32, got ${low} and ${high}`);
  }
  return draw(randintOperation, shape, { ...options, dtype }, [low, high]);
}
