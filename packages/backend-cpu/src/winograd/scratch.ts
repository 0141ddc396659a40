import { stripTableBytes } from "./inputKernel.ts";
import type { ImageSource } from "./sources.ts";
import type { Tiling } from "./tiling.ts";
import { tileProducts, tileSize } from "./transforms.ts";

/** What one thread needs for a block: where each part starts within its scratch, and the bytes of all, in bytes. */
export interface ThreadScratch {
  /** A transformed tile, half way. */
  readonly tile: number;
  /** See `stripTableBytes`. */
  readonly stripTables: number;
  /** For each of the 36 products and each channel, the transformed tiles. */
  readonly inputs: number;
  /** For each of the 36 products and each output of those computed at a time, the tiles. */
  readonly products: number;
  /** For each of these outputs, the rows of the strips. */
  readonly sums: number;
  readonly bytes: number;
}

export function threadScratch(tiling: Tiling): ThreadScratch {
  const { blockStrips, inputStep, productStep, outputsAtOnce, sumOutput } = tiling;
  let bytes = 0;
  const place = (size: number): number => {
    const start = bytes;
    bytes += Math.ceil((size + 64) / 64) * 64;
    return start;
  };
  return {
    tile: place(tileProducts * 16),
    stripTables: place(blockStrips * stripTableBytes),
    inputs: place(tileProducts * inputStep),
    products: place(tileProducts * productStep),
    sums: place(outputsAtOnce * sumOutput * 4),
    bytes,
  };
}

/** What all threads read: the mask of the columns of an image, and behind it a row of zeros. */
export function sharedTables(tiling: Tiling, { columns }: Pick<ImageSource, "columns">): Int32Array {
  const words = new Int32Array(zerosAt(tiling) + Math.max(tiling.stripTiles, 4) * tileSize + 16);
  words.fill(-1, Math.max(0, columns.minimum), Math.max(0, columns.minimum, columns.maximum + 1));
  return words;
}

/** Where the zeros start, in words. */
export function zerosAt({ tileColumns }: Tiling): number {
  return Math.max(tileColumns, 4) * tileSize + 16;
}
