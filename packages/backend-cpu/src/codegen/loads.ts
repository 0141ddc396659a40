import {
  affine,
  and,
  constant,
  expressionKey,
  less,
  lessEqual,
  rangeOf,
  type Affine,
  type Expression,
  type Load,
} from "@nn/backend";
import type { Local } from "../assembler/index.ts";
import { pushAddress } from "./addresses.ts";
import type { Emitter } from "./emitter.ts";
import type { Frame } from "./frame.ts";
import { laneFormOf, type LaneForm } from "./laneForm.ts";

/** Loads one element, or gives the value outside without reading anything that is not there. */
export function emitScalarLoad(emitter: Emitter, load: Load): void {
  const { builder, frame } = emitter;
  const pointer = pointerOf(emitter, load);
  const form = affine(load.coordinates[0]!, frame.scope.domain);
  const instruction = load.dtype === "float32" ? "f32.load" : "i32.load";
  const inside = guardOf(emitter, load);
  if (!inside) return builder.memory(instruction, pushAddress(emitter, pointer, form));
  pushAddress(emitter, pointer, form, undefined, true);
  builder.get(pointer);
  emitter.push(inside, false);
  builder.op("select");
  builder.memory(instruction);
  emitter.push(constant(load.outside!, load.dtype), false);
  emitter.push(inside, false);
  builder.op("select");
}

/** Loads four elements; masks of all bits for booleans. */
export function emitVectorLoad(emitter: Emitter, load: Load): void {
  const { builder } = emitter;
  const inside = guardOf(emitter, load);
  const lane = laneFormOf(emitter, load.coordinates[0]!);
  if (!inside) {
    if (lane && isSupported(lane)) loadAlong(emitter, load, lane);
    else gather(emitter, load, undefined);
  } else if (lane && isSupported(lane) && lane.stride > 0 && !emitter.isVector(inside)) {
    loadRow(emitter, load, lane, inside);
  } else if (lane && (lane.stride === 1 || lane.stride === 2) && staysNear(emitter, load)) {
    loadAlong(emitter, load, lane);
  } else gather(emitter, load, inside);
  if (load.dtype === "bool") {
    builder.i32x4(0);
    builder.op("i32x4.ne");
  }
  if (!inside) return;
  emitter.push(constant(load.outside!, load.dtype), true);
  emitter.push(inside, true);
  builder.op("v128.bitselect");
}

function pointerOf({ environment }: Emitter, load: Load): Local<"i32"> {
  return environment.buffers[environment.sources.list[load.input]!.input]!;
}

/** Whether all tested coordinates lie within their axes; `undefined` if there are none to test. */
function guardOf({ environment, frame }: Emitter, load: Load): Expression | undefined {
  if (load.outside === undefined) return undefined;
  const { guards } = environment.sources.list[load.input]!;
  const tests = load.coordinates.slice(1).flatMap((coordinate, axis) => {
    const range = rangeOf(coordinate, frame.scope.domain);
    const size = guards[axis]!;
    return [
      ...(range && range.minimum >= 0 ? [] : [lessEqual(constant(0, "int32"), coordinate)]),
      ...(range && range.maximum < size ? [] : [less(coordinate, size)]),
    ];
  });
  return tests.reduce<Expression | undefined>((all, test) => (all ? and(all, test) : test), undefined);
}

/** How many elements before or behind a buffer may be read. */
const reach = 1024;

/**
 * Whether what is read lies within the buffer or near it wherever the loops are, so that lanes outside may be read, too,
 * and replaced afterwards.
 */
function staysNear({ environment, frame }: Emitter, load: Load): boolean {
  const range = rangeOf(load.coordinates[0]!, frame.scope.domain);
  const { length } = environment.sources.list[load.input]!;
  return range !== undefined && range.minimum >= -reach && range.maximum < length + reach;
}

function isSupported({ stride }: LaneForm): boolean {
  return stride === 0.5 || Number.isInteger(stride);
}

/** Elements at a fixed distance from one another. */
function loadAlong(emitter: Emitter, load: Load, { form, stride, odd }: LaneForm): void {
  const { builder } = emitter;
  const pointer = pointerOf(emitter, load);
  if (stride === 2 && emitter.lanes?.neighbours) {
    return builder.memory("v128.load", pushAddress(emitter, pointer, form, { stride }));
  }
  if (stride === 2) return loadPair(emitter, load, { form, stride, odd });
  if (stride === 1 || stride === 0.5) {
    builder.memory("v128.load", pushAddress(emitter, pointer, form, { stride }));
    if (stride === 0.5) pairLanes(emitter, odd);
  } else if (stride === -1) {
    const last = { ...form, constant: form.constant - 3 };
    builder.memory("v128.load", pushAddress(emitter, pointer, last, { stride }, true));
    const vector = builder.local("v128");
    builder.tee(vector);
    builder.get(vector);
    builder.shuffle(3, 2, 1, 0);
  } else {
    const address = builder.local("i32");
    const offset = pushAddress(emitter, pointer, form, { stride }, stride < 0);
    builder.set(address);
    loadLanes(emitter, (lane) => {
      builder.get(address);
      if (stride > 0) return offset + 4 * stride * lane;
      builder.i32(4 * stride * lane);
      builder.op("i32.add");
      return 0;
    });
  }
}

/** Every second element: two vectors, which the neighbouring positions of a window share, and a shuffle. */
function loadPair(emitter: Emitter, load: Load, { form, stride }: LaneForm): void {
  const { builder, frame } = emitter;
  const pointer = pointerOf(emitter, load);
  const odd = ((form.constant % 2) + 2) % 2;
  const even = { ...form, constant: form.constant - odd };
  const vectors = [0, 4].map((shift) => {
    const vector = builder.local("v128");
    const key = `pair ${pointer.index} ${even.constant + shift} ${formKey(even)}`;
    emitter.once(frame, key, "v128", () => {
      const shifted = { ...even, constant: even.constant + shift };
      builder.memory("v128.load", pushAddress(emitter, pointer, shifted, { stride }));
    });
    builder.set(vector);
    return vector;
  });
  vectors.forEach((vector) => builder.get(vector));
  if (odd) builder.shuffle(1, 3, 5, 7);
  else builder.shuffle(0, 2, 4, 6);
}

/** Spreads elements 0, 1 (and 2) of the vector on the stack over the lanes, two lanes each. */
function pairLanes({ builder }: Emitter, odd: boolean): void {
  const vector = builder.local("v128");
  builder.tee(vector);
  builder.get(vector);
  if (odd) builder.shuffle(0, 1, 1, 2);
  else builder.shuffle(0, 0, 1, 1);
}

/** A row that may lie outside as a whole: then the start of the buffer is read in its place. */
function loadRow(emitter: Emitter, load: Load, { form, stride, odd }: LaneForm, inside: Expression): void {
  const { builder } = emitter;
  const pointer = pointerOf(emitter, load);
  const { domain, lanes } = emitter.frame.scope;
  const first = rangeOf(lanes!.variable, domain)?.minimum ?? 0;
  const frame = deepest(emitter, [inside, ...form.terms.map(({ atom }) => atom)]);
  const key = `row ${pointer.index} ${stride * first} ${form.constant} ${formKey(form)} ${expressionKey(inside)}`;
  emitter.once(frame, key, "i32", () => {
    pushAddress(emitter, pointer, form, undefined, true);
    builder.get(pointer);
    builder.i32(Math.floor(-4 * stride * first));
    builder.op("i32.add");
    emitter.push(inside, false);
    builder.op("select");
  });
  builder.get(lanes!.position);
  builder.i32(4 * stride);
  builder.op("i32.mul");
  builder.op("i32.add");
  if (stride === 1 || stride === 0.5) {
    builder.memory("v128.load");
    if (stride === 0.5) pairLanes(emitter, odd);
    return;
  }
  const address = builder.local("i32");
  builder.set(address);
  loadLanes(emitter, (lane) => {
    builder.get(address);
    return 4 * stride * lane;
  });
}

/** Each lane from an address of its own. */
function gather(emitter: Emitter, load: Load, inside: Expression | undefined): void {
  const { builder } = emitter;
  const pointer = pointerOf(emitter, load);
  const offsets = builder.local("v128");
  emitter.push(load.coordinates[0]!, true);
  if (inside) {
    emitter.push(inside, true);
    builder.op("v128.and");
  }
  builder.i32(2);
  builder.op("i32x4.shl");
  builder.set(offsets);
  loadLanes(emitter, (lane) => {
    builder.get(offsets);
    builder.lane("i32x4.extract_lane", lane);
    builder.get(pointer);
    builder.op("i32.add");
    return 0;
  });
}

/** Fills the active lanes one by one; `pushLane` leaves an address and returns an offset. */
function loadLanes({ builder, lanes }: Emitter, pushLane: (lane: number) => number): void {
  const result = builder.local("v128");
  builder.memory("v128.load32_zero", pushLane(0));
  builder.set(result);
  for (let lane = 1; lane < (lanes?.active ?? 4); lane++) {
    const offset = pushLane(lane);
    builder.get(result);
    builder.laneMemory("v128.load32_lane", lane, offset);
    builder.set(result);
  }
  builder.get(result);
}

function formKey({ terms }: Affine): string {
  return terms.map(({ atom, coefficient }) => `${coefficient}*${expressionKey(atom)}`).join(" ");
}

/** The outermost frame in which all of these are known. */
function deepest(emitter: Emitter, expressions: readonly Expression[]): Frame {
  return expressions.map((expression) => emitter.place(expression)).reduce((a, b) => (b.depth > a.depth ? b : a));
}
