import type { Sizes } from "./tiling.ts";
import { tileProducts, tileSize } from "./transforms.ts";

/** Nanoseconds for a multiplication and an addition in a product of matrices. */
const product = 0.037;
/** The same for the transforms of four tiles of a channel or an output, of the weights of a pair, and for a row of tiles. */
const transform = 48;
const weightTransform = 10;
const row = 1500;
/** How much faster it has to be. */
const gain = 1.15;

/**
 * Whether Winograd's algorithm is the faster one: where there are enough channels and outputs to pay for the transforms
 * of tiles, and enough tiles to pay for that of the weights. It depends on sizes alone, for it decides the bits of the
 * result.
 */
export function pays({ batch, outputs, channels, rows, columns }: Sizes): boolean {
  const tileRows = batch * Math.ceil(rows / tileSize);
  const tileColumns = Math.ceil(columns / tileSize);
  const tiles = Math.max(8, tileRows * tileColumns);
  const pairs = channels * outputs;
  const direct = batch * rows * columns * pairs * 9 * product;
  const transforms = tileRows * Math.ceil(tileColumns / 4) * (channels + outputs) * transform;
  const own = tiles * pairs * tileProducts * product + transforms + pairs * weightTransform + tileRows * row;
  return own * gain < direct;
}
