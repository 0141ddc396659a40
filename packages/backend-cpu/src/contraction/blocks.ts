import type { Contiguity } from "./enumerate.ts";
import type { ContractionKernels } from "./kernels.ts";
import type { Side, Strategy } from "./strategy.ts";
import type { PackingTables, Tables } from "./tables.ts";

/** How many rows, and how many pairs of column groups, are packed at a time. */
const rowsAtOnce = 128;
const pairsAtOnce = 256;
/** Bytes of the columns that tiles of all rows are computed from before the next ones: a good part of the first cache. */
const nearBytes = 24576;
/** The most tiles that one call computes. */
const tilesAtOnce = 64;

/** Addresses of everything that a run of a contraction touches. */
export interface Places {
  readonly tables: number;
  readonly rows: number;
  readonly columns: number;
  readonly packedRows: number;
  readonly packedColumns: number;
  readonly result: number;
}

/** Bytes of the panels that a side is packed into; 0 for a direct one. */
export function panelBytes(strategy: Strategy, blockLength: number): { rows: number; columns: number } {
  const { rows, columns, columnGroups } = strategy;
  const pairs = columnGroups.length / 2;
  const length = Math.min(blockLength, rows.depth.length);
  const tiles = Math.ceil(Math.min(rowsAtOnce, rows.lanes.length) / 4);
  return {
    rows: rows.access === "packed" ? tiles * length * 16 : 0,
    columns: columns.access === "packed" ? Math.min(pairsAtOnce, pairs) * length * 32 : 0,
  };
}

/**
 * Computes a contraction block by block: of the depth, of the columns, of the rows. Each call of a WebAssembly function
 * is short, so that the engine can replace its first, slow code soon.
 */
export function runBlocks(
  strategy: Strategy,
  tables: Tables,
  blockLength: number,
  kernels: ContractionKernels,
  places: Places,
): void {
  const { rows, columns, columnGroups, batchOutput } = strategy;
  const pairs = columnGroups.length / 2;
  const depth = rows.depth.length;
  const columnStep = columns.access === "packed" ? pairsAtOnce : pairs;
  for (let batch = 0; batch < batchOutput.length; batch++) {
    for (let start = 0; start < depth; start += blockLength) {
      const length = Math.min(blockLength, depth - start);
      for (let pair = 0; pair < pairs; pair += columnStep) {
        const pairEnd = Math.min(pair + columnStep, pairs);
        if (columns.access === "packed") packColumns(pair, pairEnd, start, length, batch);
        for (let row = 0; row < rows.lanes.length; row += rowsAtOnce) {
          const rowEnd = Math.min(row + rowsAtOnce, rows.lanes.length);
          if (rows.access === "packed") packRows(row, rowEnd, start, length, batch);
          computeTiles(row, rowEnd, pair, pairEnd, start, length, batch);
        }
      }
    }
  }

  function source(side: Side, address: number, batch: number): number {
    return address + (side.operand.base + side.batch[batch]!) * 4;
  }

  function packRows(row: number, rowEnd: number, start: number, length: number, batch: number): void {
    const from = source(rows, places.rows, batch);
    const pack = (contiguity: Contiguity, first: number, groups: number): void => {
      if (groups === 0) return;
      const { lanes, steps } = packing(tables.rowPacking, first / 4, start);
      const target = places.packedRows + (first - row) * length * 4;
      kernels.packer(contiguity)(from, lanes, groups, 16, steps, length, target, length * 16, 16);
    };
    const full = Math.floor((rowEnd - row) / 4);
    pack(rows.contiguity, row, full);
    // The lanes of a last group that is not full repeat each other.
    if (row + full * 4 < rowEnd) pack(rows.contiguity === "lanes" ? "none" : rows.contiguity, row + full * 4, 1);
  }

  function packColumns(pair: number, pairEnd: number, start: number, length: number, batch: number): void {
    const packer = kernels.packer(columns.contiguity);
    const from = source(columns, places.columns, batch);
    for (let group = 0; group < 2; group++) {
      const { lanes, steps } = packing(tables.columnPacking, pair * 2 + group, start);
      const target = places.packedColumns + group * 16;
      packer(from, lanes, pairEnd - pair, 32, steps, length, target, length * 32, 32);
    }
  }

  function packing(tables_: PackingTables, group: number, start: number): { lanes: number; steps: number } {
    return {
      lanes: places.tables + (tables_.lanes + group * 4) * 4,
      steps: places.tables + (tables_.depth + start) * 4,
    };
  }

  function computeTiles(
    row: number,
    rowEnd: number,
    pair: number,
    pairEnd: number,
    start: number,
    length: number,
    batch: number,
  ): void {
    const microKernels = kernels.microKernels({ rows: rows.access, columns: columns.access });
    const near = Math.min(tilesAtOnce, Math.max(16, Math.floor(nearBytes / (length * 32))));
    const rowsFrom = source(rows, places.rows, batch);
    const columnsFrom = source(columns, places.columns, batch);
    const steps = places.tables + (tables.depth + start) * 4;
    const result = places.result + batchOutput[batch]! * 4;
    for (let at = pair; at < pairEnd; at += near) {
      const count = Math.min(near, pairEnd - at);
      const panels = columns.access === "packed" ? places.packedColumns + (at - pair) * length * 32 : columnsFrom;
      const pairTable = places.tables + (tables.pairs + at * 4) * 4;
      for (let tile = row; tile < rowEnd; tile += 4) {
        const panel = rows.access === "packed" ? places.packedRows + (tile - row) * length * 4 : rowsFrom;
        const rowTable = places.tables + (tables.rows + tile * 2) * 4;
        const microKernel = microKernels[Math.min(4, rowEnd - tile)]!;
        microKernel(panel, panels, result, rowTable, pairTable, count, steps, length, start > 0 ? 1 : 0);
      }
    }
  }
}
