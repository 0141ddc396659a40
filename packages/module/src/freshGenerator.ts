import { generator, type Generator } from "@nn/tensor";

/** A generator with a random seed, for modules that are given none. */
export function freshGenerator(): Generator {
  return generator(Math.floor(Math.random() * 2 ** 53));
}
