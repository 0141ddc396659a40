import { dependsOn, type Contraction } from "./axes.ts";
import { groupColumns } from "./columns.ts";
import { contiguity, enumerate, multiples, type Contiguity } from "./enumerate.ts";
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
/** Cycles to compute one element of an operand that could also be read in place, and to move one of the result. */
const materialiseCycles = 3;
const moveCycles = 3;

/**
 * The cheapest way to compute a contraction. It decides speed only: every strategy adds the same products in the same
 * order.
 *
 * @param left the possible places of the left factor
 * @param right those of the right factor
 * @param mayWriteResult whether tiles may be stored straight to the output, if they are in its order
 */
export function chooseStrategy(
  contraction: Contraction,
  left: readonly Operand[],
  right: readonly Operand[],
  mayWriteResult: boolean,
): Strategy {
  const { both, onlyLeft, onlyRight } = classify(contraction);
  const lefts = left.map((operand) => matrixOf(contraction, both, operand, onlyLeft));
  const rights = right.map((operand) => matrixOf(contraction, both, operand, onlyRight));
  const candidates = lefts.flatMap((l) =>
    rights.flatMap((r) => [
      ...strategies(contraction, both, l, r, mayWriteResult),
      ...strategies(contraction, both, r, l, mayWriteResult),
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
  mayWriteResult: boolean,
): Strategy[] {
  const accesses: readonly [Access, Access][] = [
    ["packed", "packed"],
    ["direct", "packed"],
    ["packed", "direct"],
  ];
  const layouts = [...(mayWriteResult ? [inOrder(contraction)] : []), byColumns(contraction, both, rows, columns)];
  return layouts.flatMap((layout) => {
    const output = {
      batchOutput: enumerate(both, layout.offsets),
      rowOutput: enumerate(rows.loops, layout.offsets),
      columnOutput: enumerate(columns.loops, layout.offsets),
      outputSize: layout.size,
      inOrder: layout.ordered,
      outputOffsets: layout.offsets,
    };
    return accesses.flatMap(([rowAccess, columnAccess]) => {
      const directly = columnAccess === "direct" ? columns.lanes : undefined;
      const columnGroups = groupColumns(output.columnOutput, directly, !layout.ordered);
      if (!columnGroups) return [];
      const strategy: Strategy = {
        rows: side(rows, rowAccess, rowGroups(rows.lanes.length)),
        columns: side(columns, columnAccess, columnGroups),
        columnGroups,
        ...output,
        cost: 0,
      };
      return [{ ...strategy, cost: costOf(strategy) }];
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

interface OutputLayout {
  readonly offsets: readonly Int32Array[];
  readonly size: number;
  readonly ordered: boolean;
}

function inOrder({ outer }: Contraction): OutputLayout {
  return layoutIn(outer.map((_, position) => position), outer.map(({ size }) => size), true);
}

/** Batches, then rows, then columns, with room for whole groups of four columns. */
function byColumns({ outer }: Contraction, both: readonly number[], rows: Matrix, columns: Matrix): OutputLayout {
  const order = [...both, ...rows.loops, ...columns.loops];
  const sizes = outer.map(({ size }) => size);
  return layoutIn(order, sizes, false, columns.loops);
}

function layoutIn(
  order: readonly number[],
  sizes: readonly number[],
  ordered: boolean,
  padded: readonly number[] = [],
): OutputLayout {
  const width = padded.reduce((product, position) => product * sizes[position]!, 1);
  const offsets: Int32Array[] = [];
  let stride = 1;
  [...order].reverse().forEach((position, count) => {
    if (padded.length === count && !ordered) stride = Math.ceil(width / 4) * 4;
    offsets[position] = multiples(sizes[position]!, stride);
    stride *= sizes[position]!;
  });
  return { offsets, size: ordered ? stride : Math.max(stride, Math.ceil(width / 4) * 4), ordered };
}

function costOf({ rows, columns, columnGroups, batchOutput, inOrder: ordered, outputSize }: Strategy): number {
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
  return cycles + (ordered ? 0 : moveCycles * outputSize);
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
