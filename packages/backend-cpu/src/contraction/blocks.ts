import { shareOf, type Division } from "./division.ts";
import type { Contiguity } from "./enumerate.ts";
import type { ContractionKernels } from "./kernels.ts";
import type { PackingTables } from "./tables.ts";
import { pairsAtOnce, panelBytes, rowsAtOnce, type Places, type Task } from "./task.ts";

/**
 * Bytes of the columns that tiles of all rows are computed from before the next ones: a good part of the first cache.
 * Fewer pairs of groups than `fewestPairs` do not pay for a call, and more than `mostPairs` take it too long.
 */
const nearBytes = 24576;
const fewestPairs = 16;
const mostPairs = 64;

/** A rectangle of the result, within one batch and one block of the depth. */
interface Block {
  readonly batch: number;
  readonly depth: number;
  readonly length: number;
  readonly row: number;
  readonly rowEnd: number;
  readonly pair: number;
  readonly pairEnd: number;
  /** Where the result of the batch starts, and whether the sums are added to what is there. */
  readonly result: number;
  readonly accumulate: boolean;
}

/**
 * Computes a part of a task block by block: of the depth, of the columns, of the rows. Each call of a WebAssembly
 * function is short, so that the engine can replace its first, slow code soon.
 *
 * @param part which one of those that `division` makes
 * @param thread whose panels it packs into
 */
export function runBlocks(
  task: Task,
  kernels: ContractionKernels,
  places: Places,
  division: Division,
  part: number,
  thread: number,
): void {
  const { rows, columns, depth, blockLength, batchOutput, resultSize } = task;
  const panels = panelBytes(task);
  const ownPanels = places.panels + thread * (panels.rows + panels.columns);
  const program = blockProgram(task, kernels, places, ownPanels, ownPanels + panels.rows);
  const { tiles, pairs, blocks } = shareOf(task, division, part);
  const lastRow = Math.min(tiles.end * 4, rows.count);
  const pairStep = columns.access === "packed" ? pairsAtOnce : pairs.end - pairs.start;
  const apart = division.along === "depth";
  for (let batch = 0; batch < batchOutput.length; batch++) {
    for (let block = blocks.start; block < blocks.end; block++) {
      const start = block * blockLength;
      const length = Math.min(blockLength, depth - start);
      const result = places.result + (batchOutput[batch]! + (apart ? block * resultSize : 0)) * 4;
      const accumulate = block > 0 && !apart;
      for (let pair = pairs.start; pair < pairs.end; pair += pairStep) {
        const pairEnd = Math.min(pair + pairStep, pairs.end);
        // Not by spreading what they have in common, which takes longer than a small block.
        if (columns.access === "packed") {
          program.packColumns({ batch, depth: start, length, row: 0, rowEnd: 0, pair, pairEnd, result, accumulate });
        }
        for (let row = tiles.start * 4; row < lastRow; row += rowsAtOnce) {
          const rowEnd = Math.min(row + rowsAtOnce, lastRow);
          const rectangle: Block = { batch, depth: start, length, row, rowEnd, pair, pairEnd, result, accumulate };
          if (rows.access === "packed") program.packRows(rectangle);
          program.computeTiles(rectangle);
        }
      }
    }
  }
}

/** The steps that a block takes. */
interface BlockProgram {
  packRows(block: Block): void;
  packColumns(block: Block): void;
  computeTiles(block: Block): void;
}

function blockProgram(
  { rows, columns, fused, tables }: Task,
  kernels: ContractionKernels,
  places: Places,
  rowPanels: number,
  columnPanels: number,
): BlockProgram {
  const microKernels = kernels.microKernels({ rows: rows.access, columns: columns.access, fused });
  const word = (position: number): number => places.tables + position * 4;
  const rowsOf = (batch: number): number => places.rows + rows.starts[batch]! * 4;
  const columnsOf = (batch: number): number => places.columns + columns.starts[batch]! * 4;
  const packing = ({ lanes, depth }: PackingTables, group: number, block: Block): readonly [number, number] => [
    word(lanes + group * 4),
    word(depth + block.depth),
  ];

  function packRowGroups(contiguity: Contiguity, first: number, groups: number, block: Block): void {
    const { batch, length, row } = block;
    const [lanes, steps] = packing(tables.rowPacking, first / 4, block);
    const target = rowPanels + (first - row) * length * 4;
    kernels.packer(contiguity)(rowsOf(batch), lanes, groups, 16, steps, length, target, length * 16, 16);
  }

  return {
    packRows(block) {
      const { row, rowEnd } = block;
      const full = Math.floor((rowEnd - row) / 4);
      if (full > 0) packRowGroups(rows.contiguity, row, full, block);
      // The lanes of a last group that is not full repeat each other.
      const last = rows.contiguity === "lanes" ? "none" : rows.contiguity;
      if (row + full * 4 < rowEnd) packRowGroups(last, row + full * 4, 1, block);
    },
    packColumns(block) {
      const { batch, length, pair, pairEnd } = block;
      const pack = kernels.packer(columns.contiguity);
      for (let group = 0; group < 2; group++) {
        const [lanes, steps] = packing(tables.columnPacking, pair * 2 + group, block);
        const target = columnPanels + group * 16;
        pack(columnsOf(batch), lanes, pairEnd - pair, 32, steps, length, target, length * 32, 32);
      }
    },
    computeTiles({ batch, depth, length, row, rowEnd, pair, pairEnd, result, accumulate }) {
      const near = Math.min(mostPairs, Math.max(fewestPairs, Math.floor(nearBytes / (length * 32))));
      const steps = word(tables.depth + depth);
      for (let at = pair; at < pairEnd; at += near) {
        const count = Math.min(near, pairEnd - at);
        const panels = columns.access === "packed" ? columnPanels + (at - pair) * length * 32 : columnsOf(batch);
        const pairTable = word(tables.pairs + at * 4);
        for (let tile = row; tile < rowEnd; tile += 4) {
          const panel = rows.access === "packed" ? rowPanels + (tile - row) * length * 4 : rowsOf(batch);
          const microKernel = microKernels[Math.min(4, rowEnd - tile)]!;
          const rowTable = word(tables.rows + tile * 2);
          microKernel(panel, panels, result, rowTable, pairTable, count, steps, length, accumulate ? 1 : 0);
        }
      }
    },
  };
}
