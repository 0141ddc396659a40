import { blockLengthOf, fusesProducts } from "./blockLength.ts";
import type { Contiguity } from "./enumerate.ts";
import type { Access, Side, Strategy } from "./strategy.ts";
import { tablesOf, type Tables } from "./tables.ts";

/** All that computing the sums of a contraction needs to know, in plain data that can be sent to another thread. */
export interface Task {
  readonly rows: TaskSide;
  readonly columns: TaskSide;
  /** Pairs of groups of four columns. */
  readonly pairs: number;
  readonly depth: number;
  readonly blockLength: number;
  /** Whether products are added with a single rounding; see `fusesProducts`. */
  readonly fused: boolean;
  readonly batchOutput: Int32Array;
  /** Elements of the result, gaps included. */
  readonly resultSize: number;
  readonly tables: Omit<Tables, "words">;
}

/** What a task says of one of its sides; see `Side`. */
export interface TaskSide {
  readonly access: Access;
  readonly contiguity: Contiguity;
  readonly count: number;
  /** For each batch, where the side's part of the operand starts, in elements. */
  readonly starts: Int32Array;
}

/** Addresses of everything that a task touches. */
export interface Places {
  readonly tables: number;
  readonly rows: number;
  readonly columns: number;
  /** Where panels are packed: room for each thread. */
  readonly panels: number;
  readonly result: number;
}

/** How many rows, and how many pairs of column groups, are packed at a time. */
export const rowsAtOnce = 128;
export const pairsAtOnce = 256;

/**
 * The task that follows a strategy, and the contents of its tables.
 *
 * @param relaxedSimd whether it may use relaxed SIMD
 */
export function taskOf(strategy: Strategy, relaxedSimd: boolean): { task: Task; words: Int32Array } {
  const { rows, columns, columnGroups, batchOutput, outputSize } = strategy;
  const depth = rows.depth.length;
  const blockLength = blockLengthOf(depth);
  const { words, ...tables } = tablesOf(strategy, blockLength);
  const pairs = columnGroups.length / 2;
  return {
    task: {
      rows: taskSide(rows),
      columns: taskSide(columns),
      pairs,
      depth,
      blockLength,
      fused: relaxedSimd && fusesProducts(depth),
      batchOutput,
      resultSize: outputSize,
      tables,
    },
    words,
  };
}

/** Bytes of the panels that one thread packs: of rows, and of columns behind them. */
export function panelBytes({ rows, columns, pairs, depth, blockLength }: Task): { rows: number; columns: number } {
  const length = Math.min(blockLength, depth);
  const tiles = Math.ceil(Math.min(rowsAtOnce, rows.count) / 4);
  return {
    rows: rows.access === "packed" ? tiles * length * 16 : 0,
    columns: columns.access === "packed" ? Math.min(pairsAtOnce, pairs) * length * 32 : 0,
  };
}

function taskSide({ access, contiguity, lanes, operand, batch }: Side): TaskSide {
  return { access, contiguity, count: lanes.length, starts: batch.map((offset) => offset + operand.base) };
}
