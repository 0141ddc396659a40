import type { StepReport } from "../protocol.ts";

/** Images per second over the last steps, of which the first one, which compiles, is none. */
export class Speed {
  #recent: StepReport[] = [];

  add(report: StepReport): void {
    if (report.step === 1) this.#recent = [];
    this.#recent.push(report);
    if (this.#recent.length > 40) this.#recent.shift();
  }

  /** `undefined` before the second step. */
  get imagesPerSecond(): number | undefined {
    const [first, last] = [this.#recent[0], this.#recent.at(-1)];
    if (!first || !last || last.seconds <= first.seconds) return undefined;
    return (last.images - first.images) / (last.seconds - first.seconds);
  }
}
