import { add, affine, children, expressionKey, rewrite, type Expression, type Load } from "@nn/backend";
import type { Emitter } from "./emitter.ts";
import { Frame } from "./frame.ts";
import { joinExtremum } from "./joinExtremum.ts";
import { laneFormOf } from "./laneForm.ts";

/** The maximum over a window whose columns look alike. */
interface Window {
  /** What the maximum is taken of, at the first row and column, and where that is read first. */
  readonly corner: Expression;
  readonly start: number;
  /** What all its elements are the same as, read from 0 on. */
  readonly key: string;
  /** Elements from the corner to the first element of each row, and within a row to each column. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** The most elements between the first and the last column of a window. */
const widest = 15;

/**
 * Leaves on the stack the maximum of `operands`, the elements of a window, where neighbouring results lie two elements
 * apart: column by column for four neighbouring elements, and only then of every second of these. So the windows of
 * neighbouring results share their columns, and lanes are moved once for a column instead of once for an element.
 *
 * Returns false, and leaves nothing, where the operands are no such window.
 */
export function pushWindow(emitter: Emitter, operands: readonly Expression[]): boolean {
  const window = windowOf(emitter, operands);
  if (!window) return false;
  const [first, ...others] = window.columns;
  pushColumn(emitter, window, first!);
  for (const column of others) {
    pushColumn(emitter, window, column);
    joinExtremum(emitter.builder, "maximum");
  }
  return true;
}

function windowOf(emitter: Emitter, operands: readonly Expression[]): Window | undefined {
  if (operands.length < 4 || emitter.lanes?.neighbours) return undefined;
  const elements: { operand: Expression; start: number }[] = [];
  for (const operand of operands) {
    const start = startOf(emitter, operand);
    if (start === undefined) return undefined;
    elements.push({ operand, start });
  }
  elements.sort((a, b) => a.start - b.start);
  const { operand: corner, start } = elements[0]!;
  const [key, ...others] = elements.map((element) => expressionKey(moved(emitter, element.operand, -element.start)));
  if (others.some((other) => other !== key)) return undefined;
  const distances = elements.map((element) => element.start - start);
  const columns = columnsOf(distances);
  return columns && { corner, start, key: key!, columns, rows: distances.filter((_, at) => at % columns.length === 0) };
}

/** Where an operand first reads; `undefined` if it does anything but compute with every second element. */
function startOf(emitter: Emitter, operand: Expression): number | undefined {
  let start: number | undefined;
  const isRegular = (node: Expression): boolean => {
    if (!emitter.isVector(node)) return true;
    if (node.kind !== "load") return !isVariable(node) && children(node).every(isRegular);
    const offset = node.coordinates[0]!;
    start ??= affine(offset, emitter.frame.scope.domain).constant;
    return node.dtype === "float32" && node.outside === undefined && laneFormOf(emitter, offset)?.stride === 2;
  };
  return isRegular(operand) ? start : undefined;
}

function isVariable({ kind }: Expression): boolean {
  return kind === "index" || kind === "foldIndex" || kind === "folded";
}

/** An operand as it is so many elements further. */
function moved(emitter: Emitter, operand: Expression, by: number): Expression {
  const { environment, frame } = emitter;
  const further = rewrite(operand, (node) => {
    if (node.kind !== "load" || !emitter.isVector(node)) return undefined;
    return { ...node, coordinates: [add(node.coordinates[0]!, by)] } satisfies Load;
  });
  return environment.sources.tighten(further, frame.scope.domain);
}

/** The columns of a window whose elements have these distances, in ascending order, if every row has the same. */
function columnsOf(distances: readonly number[]): readonly number[] | undefined {
  for (let count = Math.floor(distances.length / 2); count > 1; count--) {
    const columns = distances.slice(0, count);
    if (distances.length % count !== 0 || columns.at(-1)! > widest) continue;
    if (distances.every((distance, at) => distance - distances[at - (at % count)]! === columns[at % count]))
      return columns;
  }
  return undefined;
}

/** The maximum of one column, for the results in four lanes. */
function pushColumn(emitter: Emitter, window: Window, column: number): void {
  const [aligned, rest] = [column - (column % 4), column % 4];
  pushHalf(emitter, window, aligned, rest % 2);
  if (rest < 2) return;
  pushNeighbours(emitter, window, aligned + 8);
  const { builder } = emitter;
  if (rest === 2) builder.shuffle(1, 2, 3, 4);
  else builder.shuffle(1, 2, 3, 5);
}

/** Every second of the eight columns from `column` on. */
function pushHalf(emitter: Emitter, window: Window, column: number, odd: number): void {
  const { builder } = emitter;
  emitter.once(emitter.frame, `half ${odd} ${keyOf(window, column)}`, "v128", () => {
    pushNeighbours(emitter, window, column);
    pushNeighbours(emitter, window, column + 4);
    if (odd) builder.shuffle(1, 3, 5, 7);
    else builder.shuffle(0, 2, 4, 6);
  });
}

/** The maxima of four neighbouring columns. */
function pushNeighbours(emitter: Emitter, window: Window, column: number): void {
  const { builder, frame } = emitter;
  emitter.once(frame, keyOf(window, column), "v128", () => {
    const lanes = { ...emitter.lanes!, neighbours: true };
    const inside = new Frame(builder.placeholder(), { ...frame.scope, lanes }, frame);
    inside.loops |= lanes.bit;
    const values = window.rows.map((row) => moved(emitter, window.corner, row + column));
    emitter.within(inside, () => {
      values.forEach((value, at) => {
        emitter.push(value, true);
        if (at > 0) joinExtremum(builder, "maximum");
      });
    });
  });
}

function keyOf({ start, key, rows }: Window, column: number): string {
  return `columns ${start + column} ${rows.join()} ${key}`;
}
