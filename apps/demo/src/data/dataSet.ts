import type { Digits } from "train/batch";
import { heldOutFile, imageBytes, trainingFiles, type DataFile } from "./dataFiles.ts";
import { fetchDigits, joinDigits } from "./fetchDigits.ts";

/** How far a download is. */
export interface DownloadOptions {
  readonly base: string;
  readonly signal: AbortSignal;
  /** Told how many of the images that were missing have come in. */
  readonly onProgress: (done: number, total: number) => void;
}

/** MNIST as far as it was asked for: each file is fetched once. */
export class DataSet {
  readonly #files = new Map<DataFile, Digits>();

  /** The first `count` training images, and the held-out ones. */
  async load(count: number, options: DownloadOptions): Promise<{ training: Digits; heldOut: Digits }> {
    const wanted = filesFor(count);
    const missing = [...wanted, heldOutFile].filter((file) => !this.#files.has(file));
    const total = missing.reduce((sum, file) => sum + file.count, 0);
    let bytes = 0;
    const onChunk = (received: number): void => {
      bytes += received;
      options.onProgress(Math.floor(bytes / (imageBytes + 1)), total);
    };
    for (const file of missing) this.#files.set(file, await fetchDigits(file, { ...options, onChunk }));
    return { training: joinDigits(wanted.map((file) => this.#get(file))), heldOut: this.#get(heldOutFile) };
  }

  #get(file: DataFile): Digits {
    const digits = this.#files.get(file);
    if (!digits) throw new Error(`${file.path} has not been fetched`);
    return digits;
  }
}

/** The files that hold the first `count` training images. */
export function filesFor(count: number): DataFile[] {
  let before = 0;
  return trainingFiles.filter((file) => {
    before += file.count;
    return before - file.count < count;
  });
}
