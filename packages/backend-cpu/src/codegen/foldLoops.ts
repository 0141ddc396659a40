import {
  add,
  constant,
  foldIndex,
  multiply,
  someExpression,
  type Domain,
  type Expression,
  type Range,
} from "@nn/backend";
import type { FunctionBuilder, Local } from "../assembler/index.ts";
import type { Accumulator, FoldMode } from "./accumulator.ts";
import { pushAddress } from "./addresses.ts";
import { substitute } from "./coalesce.ts";
import type { Emitter } from "./emitter.ts";
import { Frame, variableBit, type Lanes } from "./frame.ts";
import type { Kept } from "./kept.ts";
import { laneFormOf } from "./laneForm.ts";
import type { LoopFold } from "./loopKernel.ts";
import { isPolynomial } from "./vectorFunctions.ts";

/** Positions that are taken together, and those that make up a block of a float sum. */
const groupSize = 8;
export const groupsPerBlock = 16;
/** Groups whose values are computed side by side where they take long chains of instructions. */
const groupsAtOnce = 4;

/** Folds that share their loops. */
export interface Group {
  readonly numbers: readonly number[];
  readonly folds: readonly LoopFold[];
  readonly accumulators: readonly Accumulator[];
  readonly mode: FoldMode;
  /** Counts rows down to the end of a block; only where a block is made of several rows. */
  readonly rows: Local<"i32"> | undefined;
}

/** The loops of a group from extent number `axis` on. */
export function emitAxis(emitter: Emitter, group: Group, axis: number): void {
  const { extents } = group.folds[0]!;
  const isLast = axis === extents.length - 1;
  if (isLast && group.mode !== "sequential") return emitRow(emitter, group);
  loopOver(emitter, group, axis, 0, extents[axis]!, 1, () => {
    if (!isLast) return emitAxis(emitter, group, axis + 1);
    step(emitter, group, undefined, 0, 4, { minimum: 0, maximum: extents[axis]! - 1 });
  });
}

/** All positions along the last extent, by groups of eight and blocks. */
function emitRow(emitter: Emitter, group: Group): void {
  const { builder } = emitter;
  const size = group.folds[0]!.extents.at(-1)!;
  const axis = group.folds[0]!.extents.length - 1;
  const turn = groupSize * (hasLongChains(group) ? groupsAtOnce : 1);
  const [full, turns] = [size - (size % groupSize), size - (size % turn)];
  const block = groupSize * groupsPerBlock;
  const flush = (): void => group.accumulators.forEach((accumulator) => accumulator.flush(builder));
  const loop = (start: number | Local<"i32">, end: number | Local<"i32">, by = turn): void =>
    loopOver(emitter, group, axis, start, end, by, () => emitTurn(emitter, group, full, by));
  if (group.rows || size <= block) {
    if (turns > 0) loop(0, turns);
  } else {
    const start = builder.local("i32");
    builder.i32(0);
    builder.set(start);
    emitter.nest(() =>
      builder.loop((head) => {
        const inside = new Frame(builder.placeholder(), emitter.frame.scope, emitter.frame);
        emitter.within(inside, () => {
          const limit = builder.local("i32");
          // The last block is added up behind the loop, where the rest of it is known.
          flush();
          builder.get(start);
          builder.i32(block);
          builder.op("i32.add");
          builder.tee(limit);
          builder.i32(turns);
          builder.get(limit);
          builder.i32(turns);
          builder.op("i32.lt_s");
          builder.op("select");
          builder.set(limit);
          loop(start, limit);
        });
        builder.get(start);
        builder.i32(block);
        builder.op("i32.add");
        builder.tee(start);
        builder.i32(turns);
        builder.op("i32.lt_s");
        builder.branchIf(head);
      }),
    );
  }
  if (turns < full) {
    if (size > block && turns % block === 0) flush();
    loop(turns, full, groupSize);
  }
  if (size > block && !group.rows) flush();
  if (full < size) emitTail(emitter, group, full, size - full);
  if (!group.rows) return size <= block || full < size ? flush() : undefined;
  builder.get(group.rows);
  builder.i32(1);
  builder.op("i32.sub");
  builder.tee(group.rows);
  builder.op("i32.eqz");
  const { rows } = group;
  builder.if(() => {
    flush();
    builder.i32(rowsPerBlock(group.folds[0]!.extents));
    builder.set(rows);
  });
}

/**
 * Whether vectors take so many instructions, each of which waits for the one before, that a processor does not see the
 * next vectors before it is stuck with these.
 */
function hasLongChains({ mode, folds }: Group): boolean {
  return mode === "positions" && folds.some(({ body }) => someExpression(body, isPolynomial));
}

/**
 * One group of eight, or several: then their values are computed before any is stored, since the engine moves no load
 * over a store, and so would not mix the instructions of one vector with those of the next.
 */
function emitTurn(emitter: Emitter, group: Group, full: number, size: number): void {
  const span = group.mode === "positions" ? 4 : 1;
  const range = { minimum: 0, maximum: full - size + span - 1 };
  for (let shift = 0; size > groupSize && shift < size; shift += span) {
    const rewritten = rewriting(emitter, group, shift, range);
    for (const { body, kept } of group.folds) {
      emitter.push(rewritten(kept?.value ?? body), true);
      emitter.builder.op("drop");
    }
  }
  for (let shift = 0; shift < size; shift += span) {
    step(emitter, group, shift, (shift % groupSize) / span, 4, range);
  }
}

/** At most seven positions that no group has. */
function emitTail(emitter: Emitter, group: Group, start: number, count: number): void {
  const { builder } = emitter;
  const { extents } = group.folds[0]!;
  const axis = extents.length - 1;
  if (group.mode === "outputs") {
    return emitter.nest(() => {
      const frame = new Frame(builder.placeholder(), emitter.frame.scope, emitter.frame);
      emitter.within(frame, () => {
        for (let slot = 0; slot < count; slot++) {
          step(emitter, group, constant(start + slot, "int32"), slot, 4, undefined);
        }
      });
    });
  }
  const position = builder.local("i32");
  builder.i32(start);
  builder.set(position);
  for (let half = 0; half * 4 < count; half++) {
    const active = Math.min(4, count - half * 4);
    const range = { minimum: start, maximum: start + active - 1 };
    emitter.nest(() => {
      const frame = new Frame(
        builder.placeholder(),
        lanesScope(emitter, group, axis, position, range, active),
        emitter.frame,
      );
      frame.loops |= variableBit(foldIndex(axis));
      emitter.within(frame, () => step(emitter, group, half * 4, half, active, range));
    });
  }
}

/** A loop over positions of one extent; its variable is a scalar or, in mode `positions`, that of the lanes. */
function loopOver(
  emitter: Emitter,
  group: Group,
  axis: number,
  start: number | Local<"i32">,
  end: number | Local<"i32">,
  increment: number,
  write: () => void,
): void {
  const { builder } = emitter;
  const counter = builder.local("i32");
  const lanes = group.mode === "positions" && axis === group.folds[0]!.extents.length - 1;
  pushInteger(builder, start);
  builder.set(counter);
  emitter.nest(() =>
    builder.loop((head) => {
      const whole = { minimum: 0, maximum: group.folds[0]!.extents[axis]! - 1 };
      const scope = lanes
        ? lanesScope(emitter, group, axis, counter, whole, 4)
        : { ...emitter.frame.scope, domain: domainWith(emitter, group, axis, whole) };
      const frame = new Frame(builder.placeholder(), scope, emitter.frame);
      if (lanes) frame.loops |= variableBit(foldIndex(axis));
      else frame.begin(foldIndex(axis), counter);
      emitter.within(frame, write);
      builder.get(counter);
      builder.i32(increment);
      builder.op("i32.add");
      builder.tee(counter);
      pushInteger(builder, end);
      builder.op("i32.lt_s");
      builder.branchIf(head);
    }),
  );
}

function lanesScope(
  emitter: Emitter,
  group: Group,
  axis: number,
  position: Local<"i32">,
  range: Range,
  active: number,
): Frame["scope"] {
  const variable = foldIndex(axis);
  const lanes: Lanes = { bit: variableBit(variable), variable, position, even: true, active };
  return { ...emitter.frame.scope, lanes, domain: domainWith(emitter, group, axis, range) };
}

function domainWith(emitter: Emitter, group: Group, axis: number, range: Range): Domain {
  const { domain } = emitter.frame.scope;
  const whole = group.folds[0]!.extents.map((extent) => ({ minimum: 0, maximum: extent - 1 }));
  return { ...domain, foldIndex: whole.map((other, at) => (at === axis ? range : other)) };
}

/**
 * Takes one position (or four) into every accumulator of the group.
 *
 * @param change see `rewriting`
 */
function step(
  emitter: Emitter,
  group: Group,
  change: Expression | number | undefined,
  slot: number,
  active: number,
  range: Range | undefined,
): void {
  const rewritten = rewriting(emitter, group, change, range);
  const position = rewritten(positionWithin(group.folds[0]!.extents));
  group.folds.forEach((fold, at) => {
    group.accumulators[at]!.step(emitter, slot, rewritten(fold.body), position, active);
    if (fold.kept) keep(emitter, fold.kept, rewritten);
  });
}

/**
 * What expressions of the group's folds are at other positions.
 *
 * @param change what the last fold index is replaced by: a constant, or itself plus a number
 * @param range of the last fold index, before that number is added
 */
function rewriting(
  emitter: Emitter,
  group: Group,
  change: Expression | number | undefined,
  range: Range | undefined,
): (expression: Expression) => Expression {
  const { extents } = group.folds[0]!;
  const last = extents.length - 1;
  const replacement = typeof change === "number" ? (change === 0 ? undefined : add(foldIndex(last), change)) : change;
  if (!replacement) return (expression) => expression;
  const indices = extents.map((_, axis) => (axis === last ? replacement : undefined));
  const shifted = typeof change === "number" ? change : 0;
  const within = range && { minimum: range.minimum, maximum: Math.min(range.maximum, extents[last]! - 1 - shifted) };
  const domain = within ? domainWith(emitter, group, last, within) : emitter.frame.scope.domain;
  const { sources } = emitter.environment;
  return (expression) => sources.tighten(substitute(expression, [], indices), domain);
}

/** Stores what is kept of four positions. */
function keep(
  emitter: Emitter,
  { value, output, offset }: Kept,
  rewritten: (expression: Expression) => Expression,
): void {
  const { buffers, inputCount } = emitter.environment;
  const lane = laneFormOf(emitter, rewritten(offset));
  if (lane?.stride !== 1) throw new Error("keep: expected rows without gaps");
  const constantPart = pushAddress(emitter, buffers[inputCount + output]!, lane.form, { stride: 1 });
  emitter.push(rewritten(value), true);
  emitter.builder.memory("v128.store", constantPart);
}

/** The row-major position within the extents. */
function positionWithin(extents: readonly number[]): Expression {
  return extents.reduce<Expression>(
    (sum, extent, axis) => add(multiply(sum, extent), foldIndex(axis)),
    constant(0, "int32"),
  );
}

function pushInteger(builder: FunctionBuilder, value: number | Local<"i32">): void {
  if (typeof value === "number") builder.i32(value);
  else builder.get(value);
}

/** How many groups of eight a row of the last extent takes. */
export function groupsPerRow(extents: readonly number[]): number {
  return Math.ceil(extents.at(-1)! / groupSize);
}

/** How many short rows make a block. */
export function rowsPerBlock(extents: readonly number[]): number {
  return Math.floor(groupsPerBlock / groupsPerRow(extents));
}
