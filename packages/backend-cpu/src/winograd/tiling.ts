import { tileProducts, tileSize } from "./transforms.ts";

/** The sizes of a convolution. */
export interface Sizes {
  readonly batch: number;
  readonly outputs: number;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * How the results are divided. A strip is a row of tiles, or one of several equal parts of it, of which the last
 * overlaps the one before. Strips are numbered along the rows of tiles first, then by parts, then by images. A block is
 * a few strips, and a task: what is computed of it stays in the second cache.
 */
export interface Tiling {
  readonly tileRows: number;
  readonly tileColumns: number;
  /** How many strips make up a row of tiles. */
  readonly parts: number;
  /** Tiles of a strip. */
  readonly stripTiles: number;
  readonly strips: number;
  readonly blockStrips: number;
  readonly blocks: number;
  /** Elements from one channel, or output, of a block's transformed tiles to the next. A multiple of 8. */
  readonly pitch: number;
  /** How many outputs are computed at a time. A multiple of 4. */
  readonly outputsAtOnce: number;
  /** Bytes from one of the 36 products to the next: of weights, of transformed tiles, of their products. */
  readonly weightStep: number;
  readonly inputStep: number;
  readonly productStep: number;
  /** Elements from one row of sums to the next, and from one output to the next. */
  readonly sumRow: number;
  readonly sumOutput: number;
}

/** Bytes of the transformed tiles that a block has at most, unless it would be too small to pay. */
const inputBytes = 2 ** 19;
const fewestTiles = 32;
const mostTiles = 128;
/** Bytes of the products of those outputs that are computed at a time. */
const productBytes = 2 ** 18;
const fewestOutputs = 16;

/** @param threads that shall all have something to do, if there is enough */
export function tilingOf({ batch, outputs, channels, rows, columns }: Sizes, threads: number): Tiling {
  const tileRows = Math.ceil(rows / tileSize);
  const tileColumns = Math.ceil(columns / tileSize);
  const fitting = Math.floor(inputBytes / (tileProducts * 4 * channels));
  const wanted = Math.min(mostTiles, Math.max(fewestTiles, fitting));
  const stripTiles = Math.ceil(tileColumns / Math.ceil(tileColumns / wanted));
  const parts = Math.ceil(tileColumns / stripTiles);
  const strips = batch * parts * tileRows;
  const blockStrips = stripsOfBlock(stripTiles, strips, wanted, threads);
  const pitch = Math.ceil(Math.max(blockStrips * stripTiles, (blockStrips - 1) * stripTiles + 4) / 8) * 8;
  const atOnce = Math.max(fewestOutputs, Math.floor(productBytes / (tileProducts * 16 * pitch)) * 4);
  const outputsAtOnce = Math.min(atOnce, Math.ceil(outputs / 4) * 4);
  const sumRow = Math.max(stripTiles, 4) * tileSize + 4;
  return {
    tileRows,
    tileColumns,
    parts,
    stripTiles,
    strips,
    blockStrips,
    blocks: Math.ceil(strips / blockStrips),
    pitch,
    outputsAtOnce,
    weightStep: spread(Math.ceil(outputs / 4) * 4 * channels * 4),
    inputStep: spread(channels * pitch * 4),
    productStep: spread(outputsAtOnce * pitch * 4),
    sumRow,
    sumOutput: blockStrips * tileSize * sumRow,
  };
}

/** The number of strips that wastes the least of the last group of eight tiles, among those of about the size wanted. */
function stripsOfBlock(stripTiles: number, strips: number, wanted: number, threads: number): number {
  const most = Math.max(1, Math.floor(wanted / stripTiles));
  const shared = threads === 1 ? strips : Math.ceil(strips / (2 * threads));
  const smallest = Math.ceil(fewestTiles / stripTiles);
  const upper = Math.min(strips, most, Math.max(shared, smallest));
  let [best, bestUse] = [upper, 0];
  for (let count = upper; count >= Math.max(1, Math.floor(upper * 0.6)); count--) {
    const use = (count * stripTiles) / (Math.ceil((count * stripTiles) / 8) * 8);
    if (use > bestUse) [best, bestUse] = [count, use];
  }
  return best;
}

/** `bytes` as an odd number of cache lines, so that the 36 places to write to are in different sets of the cache. */
function spread(bytes: number): number {
  const lines = Math.ceil(bytes / 64);
  return (lines + ((lines + 1) % 2)) * 64;
}

/** A row of tiles of one image, or a part of it. */
export interface Strip {
  readonly image: number;
  readonly tileRow: number;
  /** Its first tile in the row. */
  readonly tile: number;
}

/** The strip of this number. */
export function stripOf({ tileRows, tileColumns, parts, stripTiles }: Tiling, number: number): Strip {
  const tileRow = number % tileRows;
  const rest = (number - tileRow) / tileRows;
  const part = rest % parts;
  return { image: (rest - part) / parts, tileRow, tile: Math.min(part * stripTiles, tileColumns - stripTiles) };
}
