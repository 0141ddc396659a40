/**
 * A map that forgets what has not been used for long: of more than `most` entries, those that were neither set nor got
 * since as many others were. It has two halves; a full one takes the place of the older one, and what is found in that
 * moves to the new one. So a lookup costs one or two of a `Map`.
 */
export class Recent<Key, Value> {
  readonly #half: number;
  #newer = new Map<Key, Value>();
  #older = new Map<Key, Value>();

  /** @param most at least 2 */
  constructor(most: number) {
    this.#half = Math.floor(most / 2);
  }

  get(key: Key): Value | undefined {
    const value = this.#newer.get(key);
    if (value !== undefined) return value;
    const old = this.#older.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: Key, value: Value): void {
    if (this.#newer.size >= this.#half && !this.#newer.has(key)) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(key, value);
  }

  delete(key: Key): void {
    this.#newer.delete(key);
    this.#older.delete(key);
  }

  clear(): void {
    this.#newer.clear();
    this.#older.clear();
  }
}
