import type { Version } from "./journal.ts";
import type { Reader } from "./reader.ts";
import type { Texture } from "./textures.ts";

/** When copies are taken, and how much is kept. */
export interface SnapshotLimits {
  /** Copies are taken after so many steps, or so many bytes written. */
  readonly softSteps: number;
  readonly softBytes: number;
  /** So many steps, and bytes written, are kept while the context is lost. */
  readonly mostSteps: number;
  readonly mostBytes: number;
}

const usualLimits: SnapshotLimits = {
  softSteps: 512,
  softBytes: 64 * 2 ** 20,
  mostSteps: 100_000,
  mostBytes: 512 * 2 ** 20,
};
/** At so many times as much as is soft, copies are taken at once, blocking. */
const hard = 4;

interface Holder {
  readonly texture: Texture | undefined;
  readonly version: Version;
}

/** Copies what live buffers hold to the host from time to time, so that little has to be kept and run again. */
export class Snapshots {
  readonly #live: () => Iterable<Holder>;
  readonly #limits: SnapshotLimits;
  #steps = 0;
  #bytes = 0;
  #isTaking = false;

  constructor(live: () => Iterable<Holder>, limits: SnapshotLimits = usualLimits) {
    this.#live = live;
    this.#limits = limits;
  }

  /** Whether so many bytes more can be kept while the context is lost; `kept` counts those that are still needed. */
  hasRoom(bytes: number, kept: () => number): boolean {
    const { mostBytes } = this.#limits;
    if (this.#bytes + bytes <= mostBytes) return true;
    this.#bytes = kept();
    return this.#bytes + bytes <= mostBytes / 2;
  }

  wrote(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Counts a step; `false` if there are too many. */
  ran(): boolean {
    return ++this.#steps <= this.#limits.mostSteps;
  }

  /** Copies what has no copy, if it is time: without blocking, unless those who do not wait leave it no chance. */
  take(reader: Pick<Reader, "read" | "readSync">): void {
    const { softSteps, softBytes } = this.#limits;
    const load = Math.max(this.#steps / softSteps, this.#bytes / softBytes);
    if (load < 1 || (this.#isTaking && load < hard)) return;
    const computed = [...this.#live()].filter(({ version, texture }) => texture && version.origin && !version.copy);
    this.#steps = 0;
    this.#bytes = 0;
    if (load >= hard) {
      try {
        for (const { version, texture } of computed)
          keep(version, reader.readSync(texture!, version.dtype, version.length));
      } catch {
        // The context was lost: what has no copy runs again.
      }
      return;
    }
    this.#isTaking = true;
    const reads = computed.map(async ({ version, texture }) =>
      keep(version, await reader.read(texture!, version.dtype, version.length)),
    );
    void Promise.allSettled(reads).then(() => (this.#isTaking = false));
  }
}

function keep(version: Version, copy: Version["copy"]): void {
  version.copy = copy;
  version.origin = undefined;
}
