import type { ByteWriter } from "./byteWriter.ts";

/**
 * The vector constants of a module, as globals.
 *
 * Some engines make a constant anew wherever it is used, also in a loop, which takes three instructions each time: V8
 * 13.6 does, in Node.js 24. A variable they keep in a register or on the stack. So functions read constants from globals
 * at their beginning. These are mutable, though nobody changes them: of others, engines know the value.
 */
export class VectorConstants {
  readonly #numbers = new Map<string, number>();
  readonly #words: Int32Array[] = [];

  /** The number of the global that holds these four words. */
  number(words: Int32Array): number {
    const key = words.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#words.length);
    return this.#words.push(words) - 1;
  }

  get count(): number {
    return this.#words.length;
  }

  /** Writes their definitions, but for how many there are. */
  write(content: ByteWriter): void {
    for (const words of this.#words) {
      for (const byte of [0x7b, 0x01, 0xfd, 0x0c]) content.byte(byte);
      for (const word of words) content.int32(word);
      content.byte(0x0b);
    }
  }
}
