import { dependsOn, type Contraction } from "@nn/backend";
import { groupColumns } from "./columns.ts";
import { contiguity, enumerate, multiples, type Contiguity } from "./enumerate.ts";
import { layoutByColumns, layoutInOrder } from "./layout.ts";
import { blockLengthOf } from "./blockLength.ts";
import type { Operand } from "./operand.ts";

/** How the kernels of a contraction find their operands. */
export type Access = "packed" | "direct";

/**
 * A contraction as a batch of products of matrices, rows × depth times depth × columns. All offsets count elements.
 *
 * Rows are the side whose elements are broadcast, columns the one that is loaded four at a time. At most one side is
 * `direct`, read through its offsets where it lies; a `packed` one is copied into panels first.
 */
export interface Strategy {
  readonly rows: Side;
  readonly columns: Side;
  /** The first of each group of four columns, two for each tile; see `groupColumns`. */
  readonly columnGroups: Int32Array;
  /** For each batch: where its part of the result starts. */
  readonly batchOutput: Int32Array;
  /** For each row: where its part of the result starts. */
  readonly rowOutput: Int32Array;
  /** For each column: where its part of the result starts. */
  readonly columnOutput: Int32Array;
  /** Size of the result; without gaps and in the kernel's order if `inOrder`. */
  readonly outputSize: number;
  readonly inOrder: boolean;
  /** Whether that is the output itself, which tiles are stored to straight away. */
  readonly isOutput: boolean;
  /** For each outer loop, where its positions lie in the result. */
  readonly outputOffsets: readonly Int32Array[];
  /** An estimate in machine cycles. */
  readonly cost: number;
}

/** One of the two matrices. */
export interface Side {
  readonly operand: Operand;
  readonly access: Access;
  /** For each batch, row or column, and position along the depth: the offset of its elements. */
  readonly batch: Int32Array;
  readonly lanes: Int32Array;
  readonly depth: Int32Array;
  /** What neighbours in memory a packed side has. */
  readonly contiguity: Contiguity;
}

/** Cycles for one step along the depth, by the number of rows in a tile. */
const tileCycles = [0, 2.2, 2.9, 3.7, 4.5];
/** Cycles to store a row of a tile, and for a call that computes a few tiles. */
const storeCycles = 8;
const callCycles = 60;
/** Cycles to pack one element. */
const packCycles: { readonly [C in Contiguity]: number } = { lanes: 2, depth: 2, none: 4 };
/** Cycles to compute one element of an operand into scratch. */
const materialiseCycles = 3;
/** Cycles to bring one element of the sums from scratch to the output, in the same order and in another one. */
const moveCycles = 2;
const gatherCycles = 3;

/**
 * The cheapest way to compute a contraction. It decides speed only: every strategy adds the same products in the same
 * order.
 *
 * @param left the possible places of the left factor
 * @param right those of the right factor
 * @param plain whether the sums are the kernel's only output, so that tiles may be stored to it if they are in its order
 */
export function chooseStrategy(
  contraction: Contraction,
  left: readonly Operand[],
  right: readonly Operand[],
  plain: boolean,
): Strategy {
  const { both, onlyLeft, onlyRight } = classify(contraction);
  const lefts = left.map((operand) => matrixOf(contraction, both, operand, onlyLeft));
  const rights = right.map((operand) => matrixOf(contraction, both, operand, onlyRight));
  const candidates = lefts.flatMap((l) =>
    rights.flatMap((r) => [
      ...strategies(contraction, both, l, r, plain),
      ...strategies(contraction, both, r, l, plain),
    ]),
  );
  return candidates.reduce((best, candidate) => (candidate.cost < best.cost ? candidate : best));
}

/** Positions of the outer loops by the factors that they occur in; those in neither go to the smaller side. */
function classify(contraction: Contraction): { both: number[]; onlyLeft: number[]; onlyRight: number[] } {
  const classes = { both: [] as number[], onlyLeft: [] as number[], onlyRight: [] as number[] };
  const neither: number[] = [];
  contraction.outer.forEach((loop, position) => {
    const inLeft = dependsOn(contraction.left, loop);
    const inRight = dependsOn(contraction.right, loop);
    const target = inLeft && inRight ? classes.both : inLeft ? classes.onlyLeft : inRight ? classes.onlyRight : neither;
    target.push(position);
  });
  const size = (positions: number[]): number => positions.reduce((n, at) => n * contraction.outer[at]!.size, 1);
  const smaller = size(classes.onlyLeft) <= size(classes.onlyRight) ? classes.onlyLeft : classes.onlyRight;
  smaller.push(...neither);
  smaller.sort((a, b) => a - b);
  return classes;
}

/** A side before it is known whether it makes rows or columns. */
interface Matrix extends Omit<Side, "access" | "contiguity"> {
  /** The outer loops that its lanes enumerate. */
  readonly loops: readonly number[];
}

function matrixOf(
  contraction: Contraction,
  both: readonly number[],
  operand: Operand,
  loops: readonly number[],
): Matrix {
  const inner = contraction.inner.map((_, axis) => contraction.outer.length + axis);
  return {
    operand,
    loops,
    batch: enumerate(both, operand.offsets),
    lanes: enumerate(loops, operand.offsets),
    depth: enumerate(inner, operand.offsets),
  };
}

/** The strategies with given sides for rows and columns: operands packed or direct, result in order or not. */
function strategies(
  contraction: Contraction,
  both: readonly number[],
  rows: Matrix,
  columns: Matrix,
  plain: boolean,
): Strategy[] {
  const layouts = [layoutInOrder(contraction), layoutByColumns(contraction, both, rows.loops, columns.loops)];
  return layouts.flatMap((layout) => {
    const output = {
      batchOutput: enumerate(both, layout.offsets),
      rowOutput: enumerate(rows.loops, layout.offsets),
      columnOutput: enumerate(columns.loops, layout.offsets),
      outputSize: layout.size,
      inOrder: layout.inOrder,
      isOutput: layout.inOrder && plain,
      outputOffsets: layout.offsets,
    };
    return (["packed", "direct"] as const).flatMap((columnAccess) => {
      const directly = columnAccess === "direct" ? columns.lanes : undefined;
      const columnGroups = groupColumns(output.columnOutput, directly, !layout.inOrder);
      if (!columnGroups) return [];
      const columnSide = side(columns, columnAccess, columnGroups);
      const rowAccesses: readonly Access[] = columnAccess === "direct" ? ["packed"] : ["packed", "direct"];
      return rowAccesses.map((rowAccess): Strategy => {
        const rowSide = side(rows, rowAccess, rowGroups(rows.lanes.length));
        const strategy: Strategy = { rows: rowSide, columns: columnSide, columnGroups, ...output, cost: 0 };
        return { ...strategy, cost: costOf(strategy) };
      });
    });
  });
}

function side(matrix: Matrix, access: Access, groups: Int32Array): Side {
  const kind = access === "packed" ? contiguity(matrix.lanes, groups, matrix.depth) : "none";
  return { ...matrix, access, contiguity: kind };
}

/** The first row of each tile. */
export function rowGroups(count: number): Int32Array {
  return multiples(Math.ceil(count / 4), 4);
}

function costOf(strategy: Strategy): number {
  const { rows, columns, columnGroups, batchOutput, inOrder, isOutput, outputSize } = strategy;
  const height = rows.lanes.length;
  const depth = rows.depth.length;
  const batches = batchOutput.length;
  const overhead = rows.access === "direct" ? 0.6 : columns.access === "direct" && isSparse(columns.depth) ? 0.8 : 0;
  const blocks = Math.ceil(depth / blockLengthOf(depth));
  const tile = (count: number): number =>
    count === 0 ? 0 : depth * (tileCycles[count]! + overhead) + blocks * storeCycles * count;
  const tiles = Math.floor(height / 4) * tile(4) + tile(height % 4);
  const calls = Math.ceil(height / 4) * Math.ceil(columnGroups.length / (2 * 3)) * blocks;
  let cycles = batches * ((columnGroups.length / 2) * tiles + calls * callCycles);
  for (const { access, lanes, contiguity: kind } of [rows, columns]) {
    if (access === "packed") cycles += batches * depth * lanes.length * packCycles[kind];
  }
  for (const { operand } of [rows, columns]) {
    if (typeof operand.source !== "number") {
      cycles += materialiseCycles * operand.source.shape.reduce((product, size) => product * size, 1);
    }
  }
  return cycles + (isOutput ? 0 : inOrder ? moveCycles : gatherCycles) * outputSize;
}

/** Whether most steps lead far away, to another page or to the same few lines of the first cache. */
function isSparse(depth: Int32Array): boolean {
  const steps = Math.min(depth.length, 64);
  let far = 0;
  for (let step = 1; step < steps; step++) {
    if (Math.abs(depth[step]! - depth[step - 1]!) >= 512) far++;
  }
  return far * 2 > steps;
}
