import { index } from "@nn/backend";
import type { FunctionBuilder, Local } from "../assembler/index.ts";
import type { Emitter } from "./emitter.ts";
import { emitStores } from "./emitStores.ts";
import { Frame, variableBit, type Lanes, type Scope } from "./frame.ts";
import { domainWithin, type LoopKernel } from "./loopKernel.ts";
import type { Schedule } from "./schedule.ts";

/** The part of the work that one call does. */
export interface Bounds {
  readonly begin: Local<"i32">;
  readonly end: Local<"i32">;
  /** Along the vector axis, where calls split it. */
  readonly beginColumn: Local<"i32">;
  readonly endColumn: Local<"i32">;
}

/** A kernel as it holds on a part of the vector axis. */
export interface Variant {
  readonly kernel: LoopKernel;
  readonly scope: Scope;
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
  const body = (variant: Variant, position: Local<"i32">, even: boolean): void => {
    const variable = index(axis);
    const lanes: Lanes = { bit: variableBit(variable), variable, position, even, active: 4 };
    const frame = new Frame(builder.placeholder(), { ...variant.scope, lanes }, emitter.frame);
    frame.loops |= lanes.bit;
    emitter.within(frame, () => emitStores(emitter, variant.kernel, outputs));
  };
  if (maximum - minimum < 3) {
    return emitter.nest(() => overlapping(builder, x, endColumn, () => body(general, x, false)));
  }
  const interior = minimum === 0 && maximum === size - 1 ? general : variantWithin(general, axis, schedule);
  if (interior === general) {
    return emitter.nest(() => overlapping(builder, x, endColumn, () => body(interior, x, schedule.even)));
  }
  emitter.nest(() => {
    emitParts(builder, schedule, x, endColumn, {
      edge: (position) => body(general, position, false),
      interior: () => body(interior, x, schedule.even),
    });
  });
}

/** Both kinds of parts, each written once: edge, interior, edge. */
function emitParts(
  builder: FunctionBuilder,
  { interior }: Schedule,
  x: Local<"i32">,
  end: Local<"i32">,
  write: { edge: (position: Local<"i32">) => void; interior: () => void },
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
    builder.if(() => overlapping(builder, x, inside, write.interior));
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

/** The kernel on the interior of the vector axis, where its bounds tests are gone. */
function variantWithin({ kernel }: Variant, axis: number, { interior }: Schedule): Variant {
  const narrow = (domain: Scope["domain"]): Scope["domain"] => ({
    ...domain,
    index: domain.index.map((range, other) => (other === axis ? interior : range)),
  });
  const folds = kernel.folds.map(
    (fold) => fold && { ...fold, body: kernel.sources.tighten(fold.body, narrow(domainWithin(kernel, fold))) },
  );
  const domain = narrow(domainWithin(kernel));
  const outputs = kernel.outputs.map(({ dtype, value }) => ({ dtype, value: kernel.sources.tighten(value, domain) }));
  return { kernel: { ...kernel, folds, outputs }, scope: { domain, lanes: undefined, folds } };
}

function advance(builder: FunctionBuilder, x: Local<"i32">): void {
  builder.get(x);
  builder.i32(4);
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
