import { folded } from "@nn/backend";
import type { FunctionBuilder } from "../assembler/index.ts";
import type { Accumulator, FoldMode } from "./accumulator.ts";
import { indexBits, type Emitter } from "./emitter.ts";
import { emitAxis, groupsPerBlock, groupsPerRow, rowsPerBlock, type Group } from "./foldLoops.ts";
import type { Frame } from "./frame.ts";
import { isOrdered, type LoopFold } from "./loopKernel.ts";
import { PositionAccumulator } from "./positionAccumulator.ts";
import { ValueAccumulator } from "./valueAccumulator.ts";

/**
 * Computes fold number `number` in the outermost frame that can, together with later folds over the same extents that
 * can be computed there too.
 *
 * Float sums over more than a few positions go by the last axis of the extents: positions modulo 8 are added in floats
 * apart, for blocks of at most 128 positions, and blocks are added in doubles. This order is the same in both modes.
 */
export function emitFold(emitter: Emitter, number: number): void {
  const home = homeOf(emitter, number);
  emitter.at(home, () => {
    const numbers = companions(emitter, number, home);
    emitter.nest(() => emitGroup(emitter, numbers));
  });
}

/** The frame in which a fold is computed. */
function homeOf(emitter: Emitter, number: number): Frame {
  const { loops, folded: earlier } = needsOf(emitter, number);
  for (let rest = earlier, other = 0; rest !== 0; rest >>>= 1, other++) {
    if (rest & 1) emitter.place(folded(other, emitter.frame.scope.folds[other]!.dtype));
  }
  return emitter.frameOf(indexBits(loops), earlier);
}

/**
 * What a fold needs here, and what it needs in general. Where tests are decided, as on the interior of an axis, a fold
 * may not differ along that axis, but it must not be taken for the one that does.
 */
function needsOf(emitter: Emitter, number: number): { loops: number; folded: number } {
  let root = emitter.frame;
  while (root.parent) root = root.parent;
  const [here, general] = [emitter.frame, root].map(({ scope }) => emitter.needs(scope.folds[number]!.body));
  return { loops: here!.loops | general!.loops, folded: here!.folded | general!.folded };
}

/** The fold and those that can share its loops: they need nothing that is not known by now. */
function companions(emitter: Emitter, number: number, home: Frame): number[] {
  const { folds } = home.scope;
  const first = folds[number]!;
  const known = knownIn(home);
  return folds.flatMap((fold, other) => {
    if (other === number) return [other];
    if (!fold || other < number || known.folded & (1 << other)) return [];
    if (fold.extents.join() !== first.extents.join() || fold.sequential !== first.sequential) return [];
    const needs = needsOf(emitter, other);
    if ((needs.folded & ~known.folded) !== 0 || (indexBits(needs.loops) & ~known.loops) !== 0) return [];
    return emitter.frameOf(indexBits(needs.loops), needs.folded) === home ? [other] : [];
  });
}

/** The loop variables and folds that have a value in a frame. */
function knownIn(frame: Frame): { loops: number; folded: number } {
  let [loops, known] = [0, 0];
  for (let at: Frame | undefined = frame; at; at = at.parent) {
    loops |= at.loops;
    known |= at.folded;
  }
  return { loops, folded: known };
}

function emitGroup(emitter: Emitter, numbers: readonly number[]): void {
  const { builder, frame } = emitter;
  const folds = numbers.map((number) => frame.scope.folds[number]!);
  const vector = folds.some((fold) => emitter.isVector(fold.body));
  const mode: FoldMode = folds[0]!.sequential ? "sequential" : vector ? "outputs" : "positions";
  const extents = folds[0]!.extents;
  const blocks = mode !== "sequential" && folds.some(isOrdered);
  const manyRows = blocks && extents.length > 1 && groupsPerRow(extents) <= groupsPerBlock;
  const group: Group = {
    numbers,
    folds,
    accumulators: folds.map((fold) => accumulatorFor(builder, fold, mode, vector)),
    mode,
    rows: manyRows ? builder.local("i32") : undefined,
  };
  if (group.rows) {
    builder.i32(rowsPerBlock(extents));
    builder.set(group.rows);
  }
  emitAxis(emitter, group, 0);
  if (group.rows) group.accumulators.forEach((accumulator) => accumulator.flush(builder));
  folds.forEach((fold, position) => {
    const local = builder.local(vector ? "v128" : fold.dtype === "float32" ? "f32" : "i32");
    group.accumulators[position]!.finish(builder);
    builder.set(local);
    frame.define(numbers[position]!, folded(numbers[position]!, fold.dtype), local, vector);
  });
}

/** An accumulator for `fold`, with the instructions that start it. */
function accumulatorFor(builder: FunctionBuilder, fold: LoopFold, mode: FoldMode, vector: boolean): Accumulator {
  if (fold.operator === "argmax" || fold.operator === "argmin")
    return new PositionAccumulator(builder, fold, mode, vector);
  return new ValueAccumulator(builder, fold, mode, vector);
}
