import { index } from "@nn/backend";
import type { FunctionBuilder, Local } from "../assembler/index.ts";
import type { Emitter } from "./emitter.ts";
import { emitStores, emitValues } from "./emitStores.ts";
import { Frame, variableBit, type Lanes, type Scope } from "./frame.ts";
import type { Schedule } from "./schedule.ts";
import { stripOf } from "./strip.ts";
import { variantWithin, type Variant } from "./variant.ts";

/** The part of the work that one call does. */
export interface Bounds {
  readonly begin: Local<"i32">;
  readonly end: Local<"i32">;
  /** Along the vector axis, where calls split it. */
  readonly beginColumn: Local<"i32">;
  readonly endColumn: Local<"i32">;
}

/**
 * One row: the interior in vectors without bounds tests, the rest in vectors with them. The last vector of either part
 * ends where the part ends and may overlap the one before, so that nothing is computed one by one.
 */
export function emitRow(
  emitter: Emitter,
  general: Variant,
  schedule: Schedule,
  axis: number,
  outputs: readonly Local<"i32">[],
  { beginColumn, endColumn }: Bounds,
): void {
  const { builder } = emitter;
  const { minimum, maximum } = schedule.interior;
  const x = builder.local("i32");
  const size = general.kernel.shape[axis]!;
  builder.get(beginColumn);
  builder.set(x);
  const within = (scope: Scope, position: Local<"i32">, even: boolean, write: () => void): void => {
    const variable = index(axis);
    const lanes: Lanes = { bit: variableBit(variable), variable, position, even, active: 4 };
    const frame = new Frame(builder.placeholder(), { ...scope, lanes }, emitter.frame);
    frame.loops |= lanes.bit;
    emitter.within(frame, write);
  };
  const body = (variant: Variant, position: Local<"i32">, even: boolean): void => {
    within(variant.scope, position, even, () => emitStores(emitter, variant.kernel, outputs));
  };
  if (maximum - minimum < 3) {
    return emitter.nest(() => overlapping(builder, x, endColumn, () => body(general, x, false)));
  }
  const interior = minimum === 0 && maximum === size - 1 ? general : variantWithin(general, axis, schedule.interior);
  const strip = stripOf(interior, axis, schedule.interior);
  const inside = (end: Local<"i32">): void => {
    const single = (): void => overlapping(builder, x, end, () => body(interior, x, schedule.even));
    if (!strip) return single();
    stripwise(builder, x, end, strip.kernels.length, () => {
      within(strip.scope, x, schedule.even, () => {
        if (strip.sideBySide) strip.kernels.forEach((kernel) => emitValues(emitter, kernel));
        strip.kernels.forEach((kernel) => emitStores(emitter, kernel, outputs));
      });
    });
    atEnd(builder, x, end, single);
  };
  if (interior === general) return emitter.nest(() => inside(endColumn));
  emitter.nest(() => {
    emitParts(builder, schedule, x, endColumn, { edge: (position) => body(general, position, false), inside });
  });
}

/** So many vectors at a time, from `x` on, as long as all lie before `end`. */
function stripwise(
  builder: FunctionBuilder,
  x: Local<"i32">,
  end: Local<"i32">,
  vectors: number,
  write: () => void,
): void {
  const last = builder.local("i32");
  builder.get(end);
  builder.i32(4 * vectors);
  builder.op("i32.sub");
  builder.set(last);
  builder.get(x);
  builder.get(last);
  builder.op("i32.le_s");
  builder.if(() =>
    builder.loop((head) => {
      write();
      advance(builder, x, vectors);
      builder.get(last);
      builder.op("i32.le_s");
      builder.branchIf(head);
    }),
  );
}

/** Runs `write` if there is anything left before `end`, from 4 before it at the most. */
function atEnd(builder: FunctionBuilder, x: Local<"i32">, end: Local<"i32">, write: () => void): void {
  const last = builder.local("i32");
  builder.get(x);
  builder.get(end);
  builder.op("i32.lt_s");
  builder.if(() => {
    builder.get(end);
    builder.i32(4);
    builder.op("i32.sub");
    builder.tee(last);
    builder.get(x);
    builder.get(last);
    builder.get(x);
    builder.op("i32.lt_s");
    builder.op("select");
    builder.set(x);
    write();
  });
}

/** Both kinds of parts, each written once: edge, interior, edge. */
function emitParts(
  builder: FunctionBuilder,
  { interior }: Schedule,
  x: Local<"i32">,
  end: Local<"i32">,
  write: { edge: (position: Local<"i32">) => void; inside: (end: Local<"i32">) => void },
): void {
  const [limit, inside, position] = [builder.local("i32"), builder.local("i32"), builder.local("i32")];
  smaller(builder, end, interior.minimum, limit);
  smaller(builder, end, interior.maximum + 1, inside);
  builder.loop((parts) => {
    builder.get(x);
    builder.get(limit);
    builder.op("i32.lt_s");
    builder.if(() =>
      builder.loop((head) => {
        builder.get(end);
        builder.i32(4);
        builder.op("i32.sub");
        builder.tee(position);
        builder.get(x);
        builder.get(position);
        builder.get(x);
        builder.op("i32.lt_s");
        builder.op("select");
        builder.set(position);
        write.edge(position);
        advance(builder, x);
        builder.get(limit);
        builder.op("i32.lt_s");
        builder.branchIf(head);
      }),
    );
    builder.get(inside);
    builder.get(x);
    builder.op("i32.sub");
    builder.i32(4);
    builder.op("i32.ge_s");
    builder.if(() => write.inside(inside));
    builder.get(end);
    builder.set(limit);
    builder.get(x);
    builder.get(end);
    builder.op("i32.lt_s");
    builder.branchIf(parts);
  });
}

/** Vectors from `x` to `end`, at least one; leaves `x` at `end`. */
function overlapping(builder: FunctionBuilder, x: Local<"i32">, end: Local<"i32">, write: () => void): void {
  const last = builder.local("i32");
  builder.get(end);
  builder.i32(4);
  builder.op("i32.sub");
  builder.set(last);
  builder.loop((head) => {
    write();
    advance(builder, x);
    builder.get(last);
    builder.op("i32.le_s");
    builder.branchIf(head);
    builder.get(x);
    builder.get(end);
    builder.op("i32.lt_s");
    builder.if(() => {
      builder.get(last);
      builder.set(x);
      builder.branch(head);
    });
  });
}

function advance(builder: FunctionBuilder, x: Local<"i32">, vectors = 1): void {
  builder.get(x);
  builder.i32(4 * vectors);
  builder.op("i32.add");
  builder.tee(x);
}

/** Sets `target` to the smaller of a local and a number. */
function smaller(builder: FunctionBuilder, local: Local<"i32">, limit: number, target: Local<"i32">): void {
  builder.get(local);
  builder.i32(limit);
  builder.get(local);
  builder.i32(limit);
  builder.op("i32.lt_s");
  builder.op("select");
  builder.set(target);
}
