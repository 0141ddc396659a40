import { NNError, type Backend } from "@nn/backend";
import { scalarTensor } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { randomBitsOnHost } from "./randomBits.ts";

/** The key of one call: two 32-bit words. */
export type RandomKey = readonly [key0: number, key1: number];

/** All there is to a generator; plain data that can be stored. */
export interface GeneratorState {
  readonly key: RandomKey;
  /** How many keys it gave so far. */
  readonly counter: number;
}

/**
 * A source of randomness: a key and a counter. Each random call takes the next key from it; the element's position does
 * the rest. Equal seeds give equal numbers on every backend. Made by {@link generator}.
 */
export class Generator {
  private current: GeneratorState;

  /** @internal Made by `generator`. */
  constructor(state: GeneratorState) {
    this.current = state;
  }

  /** What it takes to continue from here later: `generator(state)`. */
  get state(): GeneratorState {
    return this.current;
  }

  /** Continues from a state that was saved. */
  set state(state: GeneratorState) {
    this.current = checkedState(state);
  }

  /** The key for one more call. */
  next(): RandomKey {
    const { key, counter } = this.current;
    const at = (position: number): number => randomBitsOnHost(position, key[0], key[1]);
    this.current = { key, counter: counter + 1 };
    return [at(2 * counter), at(2 * counter + 1)];
  }

  /** The key for one more call, as two uint32 scalars for kernels: another key compiles nothing. */
  nextTensors(backend: Backend): [key0: Tensor, key1: Tensor] {
    const [key0, key1] = this.next();
    return [scalarTensor(key0, "uint32", backend), scalarTensor(key1, "uint32", backend)];
  }

  /** A generator of its own: what it gives does not depend on how often this one is used afterwards, nor affect it. */
  fork(): Generator {
    return new Generator({ key: this.next(), counter: 0 });
  }
}

/**
 * A generator that starts from a seed, or continues from a saved state.
 *
 * @throws NNError `option` unless the seed is an integer from 0 to 2^53 − 1, or the state one that a generator gave
 *
 * @example
 * ```ts
 * const a = uniform([2], { backend, generator: generator(7) });
 * const b = uniform([2], { backend, generator: generator(7) });
 * await all(eq(a, b)).item(); // 1
 * ```
 */
export function generator(seed: number | GeneratorState): Generator {
  if (typeof seed !== "number") return new Generator(checkedState(seed));
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new NNError("option", `generator: expected seed to be an integer from 0 to 2^53 - 1, got ${seed}`);
  }
  const [low, high] = [seed >>> 0, Math.floor(seed / 2 ** 32)];
  const key = [randomBitsOnHost(low, 0, high), randomBitsOnHost(low, 0x9e3779b9, high)] as const;
  return new Generator({ key, counter: 0 });
}

function checkedState(state: GeneratorState): GeneratorState {
  const { key, counter } = state;
  const words = [...key, counter];
  if (key.length === 2 && words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32)) {
    return { key: [key[0], key[1]], counter };
  }
  const got = JSON.stringify(state);
  throw new NNError("option", `generator: expected a state { key: [uint32, uint32], counter: uint32 }, got ${got}`);
}
