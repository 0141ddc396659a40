import type { Affine, Expression } from "@nn/backend";
import type { Local } from "../assembler/index.ts";
import { pushAddress } from "./addresses.ts";
import type { Emitter } from "./emitter.ts";
import { joinExtremum } from "./extremum.ts";
import { laneFormOf } from "./laneForm.ts";
import { formKey, guardOf, pointerOf } from "./loads.ts";

/** A load of a window whose lanes are two elements apart. */
interface Tap {
  readonly pointer: Local<"i32">;
  readonly form: Affine;
}

/** Rows of a window: the elements from each start on, `length` of them one after the other. */
interface Rows {
  readonly pointer: Local<"i32">;
  readonly form: Affine;
  readonly starts: readonly number[];
  readonly length: number;
}

/** Vectors whose maximum, with that of the other values, is what was asked for. */
export interface Columns {
  readonly vectors: readonly Local<"v128">[];
  readonly others: readonly Expression[];
}

/**
 * The maximum over windows that move by two elements, column by column: rows are joined as they lie in memory, before
 * every second element of them is picked, so that the rows share the picking.
 */
export function joinRows(emitter: Emitter, values: readonly Expression[]): Columns {
  const taps = values.map((value) => tapOf(emitter, value));
  const rows = rowsOf(taps.filter((tap) => tap !== undefined));
  const isJoined = (tap: Tap | undefined): boolean =>
    tap !== undefined &&
    rows.some(({ pointer, form, starts, length }) => {
      if (pointer !== tap.pointer || formKey(form) !== formKey(tap.form)) return false;
      return starts.some((start) => tap.form.constant >= start && tap.form.constant < start + length);
    });
  return {
    vectors: rows.flatMap((each) => columnsOf(emitter, each)),
    others: values.filter((_, position) => !isJoined(taps[position])),
  };
}

function tapOf(emitter: Emitter, value: Expression): Tap | undefined {
  if (value.kind !== "load" || value.dtype !== "float32" || guardOf(emitter, value)) return undefined;
  const lane = laneFormOf(emitter, value.coordinates[0]!);
  return lane?.stride === 2 ? { pointer: pointerOf(emitter, value), form: lane.form } : undefined;
}

/** Rows of equal lengths that occur more than once. */
function rowsOf(taps: readonly Tap[]): Rows[] {
  const alike = new Map<string, Tap[]>();
  for (const tap of taps) {
    const key = `${tap.pointer.index} ${formKey(tap.form)}`;
    alike.set(key, [...(alike.get(key) ?? []), tap]);
  }
  return [...alike.values()].flatMap((group) => {
    const { pointer, form } = group[0]!;
    const constants = [...new Set(group.map((tap) => tap.form.constant))].sort((a, b) => a - b);
    const runs = runsOf(constants);
    const lengths = [...new Set(runs.map((run) => run.length))];
    return lengths.flatMap((length) => {
      const starts = runs.filter((run) => run.length === length).map(([start]) => start!);
      return starts.length > 1 ? [{ pointer, form, starts, length }] : [];
    });
  });
}

/** Rising numbers, cut where they do not follow one another. */
function runsOf(numbers: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.at(-1) === number - 1) last.push(number);
    else runs.push([number]);
  }
  return runs;
}

/** For each column of the window, its maxima in four lanes. */
function columnsOf(emitter: Emitter, rows: Rows): Local<"v128">[] {
  const { builder } = emitter;
  const joined: Local<"v128">[] = [];
  const vector = (position: number): Local<"v128"> => (joined[position] ??= joinedVector(emitter, rows, 4 * position));
  const picked = new Map<number, Local<"v128">>();
  const keep = (): Local<"v128"> => {
    const local = builder.local("v128");
    builder.set(local);
    return local;
  };
  /** Elements 4·position + parity, and every second one after it. */
  const pick = (position: number, parity: number): Local<"v128"> => {
    const known = picked.get(2 * position + parity);
    if (known) return known;
    const [low, high] = [vector(position), vector(position + 1)];
    builder.get(low);
    builder.get(high);
    if (parity === 0) builder.shuffle(0, 2, 4, 6);
    else builder.shuffle(1, 3, 5, 7);
    const local = keep();
    picked.set(2 * position + parity, local);
    return local;
  };
  return Array.from({ length: rows.length }, (_, column) => {
    const [position, parity] = [Math.floor(column / 4), column % 2];
    const first = pick(position, parity);
    if (column % 4 < 2) return first;
    const next = vector(position + 2);
    builder.get(first);
    builder.get(next);
    builder.shuffle(1, 2, 3, 4 + parity);
    return keep();
  });
}

/** The maximum over the rows of the four elements behind `shift`. */
function joinedVector(emitter: Emitter, { pointer, form, starts }: Rows, shift: number): Local<"v128"> {
  const { builder } = emitter;
  starts.forEach((start, row) => {
    const offset = pushAddress(emitter, pointer, { ...form, constant: start + shift }, { stride: 2 });
    builder.memory("v128.load", offset);
    if (row > 0) joinExtremum(builder, "maximum");
  });
  const local = builder.local("v128");
  builder.set(local);
  return local;
}
