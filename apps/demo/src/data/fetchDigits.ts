import type { Digits } from "train/batch";
import { imageBytes, type DataFile } from "./dataFiles.ts";

/** A data file could not be had. */
export class DownloadError extends Error {}

/** Where files are, and what to do meanwhile. */
export interface FetchOptions {
  /** What the path is relative to. */
  readonly base: string;
  readonly signal: AbortSignal;
  /** Told the bytes that came in, unpacked, chunk by chunk. */
  readonly onChunk: (bytes: number) => void;
}

/**
 * The images of a file.
 *
 * @throws DownloadError for a file that is missing, cut off or damaged
 */
export async function fetchDigits({ path, count }: DataFile, options: FetchOptions): Promise<Digits> {
  const bytes = new Uint8Array(count * (imageBytes + 1));
  let filled = 0;
  try {
    const response = await fetch(new URL(path, options.base), { signal: options.signal });
    if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
    const reader = response.body.pipeThrough(new DecompressionStream("gzip")).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      bytes.set(part.value, filled);
      filled += part.value.length;
      options.onChunk(part.value.length);
    }
    if (filled !== bytes.length) throw new Error(`expected ${bytes.length} bytes, got ${filled}`);
  } catch (error) {
    throw new DownloadError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const pixels = bytes.subarray(0, count * imageBytes);
  return { count, rows: 28, columns: 28, pixels, labels: bytes.subarray(count * imageBytes) };
}

/** Files one after the other as one set. */
export function joinDigits(parts: readonly Digits[]): Digits {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const pixels = new Uint8Array(count * imageBytes);
  const labels = new Uint8Array(count);
  let first = 0;
  for (const part of parts) {
    pixels.set(part.pixels, first * imageBytes);
    labels.set(part.labels, first);
    first += part.count;
  }
  return { count, rows: 28, columns: 28, pixels, labels };
}
