/** Looks at quantities again and again, and tells whether one of them grows. */
export class Growth {
  readonly #look: () => Readonly<Record<string, number>>;
  readonly #samples: Readonly<Record<string, number>>[] = [];

  constructor(look: () => Readonly<Record<string, number>>) {
    this.#look = look;
  }

  sample(): void {
    this.#samples.push(this.#look());
  }

  /** The last sample, for people. */
  latest(): string {
    const entries = Object.entries(this.#samples.at(-1) ?? {});
    return entries.map(([name, value]) => `${name} ${(value / 2 ** 20).toFixed(0)} MiB`).join(", ");
  }

  /**
   * What has grown: in the last third of the samples it is always larger, by a tenth or more, than it ever was in the third
   * before. `undefined` if nothing has, or if there are too few samples to tell.
   */
  grown(): string | undefined {
    const third = Math.floor(this.#samples.length / 3);
    if (third < 3) return undefined;
    const [before, last] = [this.#samples.slice(-2 * third, -third), this.#samples.slice(-third)];
    for (const name of Object.keys(last[0]!)) {
      const most = Math.max(...before.map((sample) => sample[name]!));
      const least = Math.min(...last.map((sample) => sample[name]!));
      if (least > most * 1.1) return `${name} have grown: from ${most} at most to ${least} at least`;
    }
    return undefined;
  }
}
