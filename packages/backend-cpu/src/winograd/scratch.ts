import { scratchLayout, type ScratchLayout } from "../execution/scratchLayout.ts";
import { stripTableBytes } from "./inputKernel.ts";
import type { ImageSource } from "./sources.ts";
import type { Tiling } from "./tiling.ts";
import { tileProducts, tileSize } from "./transforms.ts";

/** What one thread needs for a block. */
type ThreadPart =
  /** A transformed tile, half way. */
  | "tile"
  /** See `stripTableBytes`. */
  | "stripTables"
  /** For each of the 36 products and each channel, the transformed tiles. */
  | "inputs"
  /** For each of the 36 products and each output of those computed at a time, the tiles. */
  | "products"
  /** For each of these outputs, the rows of the strips. */
  | "sums";

export function threadScratch(tiling: Tiling): ScratchLayout<ThreadPart> {
  const { blockStrips, inputStep, productStep, outputsAtOnce, sumOutput } = tiling;
  return scratchLayout({
    tile: tileProducts * 16,
    stripTables: blockStrips * stripTableBytes,
    inputs: tileProducts * inputStep,
    products: tileProducts * productStep,
    sums: outputsAtOnce * sumOutput * 4,
  });
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
