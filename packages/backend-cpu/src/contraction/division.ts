import type { ProgramHost } from "../execution/host.ts";
import type { Task } from "./task.ts";

/** How a task is divided among threads, in parts that may run at the same time. It changes no bit of the result. */
export interface Division {
  /**
   * What each part takes a share of. Those of the depth keep the sums of each block apart, one result behind another;
   * they are added in the order of the blocks once all are there.
   */
  readonly along: "rows" | "columns" | "depth";
  readonly parts: number;
}

/** How many pairs of column groups a part has at least, so that packing rows anew for each costs little. */
const pairsOfPart = 64;
/** How many multiplications take as long as the work on one element of other kernels. */
const productsOfElement = 16;
/** How many parts a thread gets at most: enough that all end together, also where one runs at half the speed of another. */
const partsOfThread = 12;
/** How many elements the sums of all blocks have at most where they are kept apart: they stay in the second cache. */
const mostSums = 2 ** 17;

/** The division that is best for a number of threads: each part at least one task's work, and nothing packed twice. */
export function divisionOf(task: Task, { threads, grain }: Pick<ProgramHost, "threads" | "grain">): Division {
  const { pairs, batchOutput, rows, columns, depth, blockLength, resultSize } = task;
  const products = batchOutput.length * rows.count * columns.count * depth;
  const worthwhile = Math.max(1, Math.floor(products / (grain.elements * productsOfElement)));
  const most = threads === 1 ? 1 : Math.min(worthwhile, threads * partsOfThread);
  if (most === 1) return { along: "columns", parts: 1 };
  const blocks = Math.ceil(depth / blockLength);
  const apart = blocks >= 4 * threads && resultSize % 4 === 0 && blocks * resultSize <= mostSums;
  if (apart && pairs < 4 * threads) return { along: "depth", parts: Math.min(most, blocks) };
  const parts = Math.min(most, Math.max(threads, Math.floor(pairs / pairsOfPart)));
  return { along: pairs < parts * 2 && rows.count > 4 ? "rows" : "columns", parts };
}

/** A range of tiles of rows, of pairs of column groups, and of blocks of the depth. */
export interface Share {
  readonly tiles: Range;
  readonly pairs: Range;
  readonly blocks: Range;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** What part number `index` computes. */
export function shareOf({ rows, pairs, depth, blockLength }: Task, { along, parts }: Division, index: number): Share {
  const range = (count: number, divided: boolean): Range => ({
    start: divided ? Math.floor((count * index) / parts) : 0,
    end: divided ? Math.floor((count * (index + 1)) / parts) : count,
  });
  return {
    tiles: range(Math.ceil(rows.count / 4), along === "rows"),
    pairs: range(pairs, along === "columns"),
    blocks: range(Math.ceil(depth / blockLength), along === "depth"),
  };
}

/** How many results, one behind another, the parts write. */
export function resultsOf({ depth, blockLength }: Task, { along }: Division): number {
  return along === "depth" ? Math.ceil(depth / blockLength) : 1;
}
