import { index, type Affine } from "@nn/backend";
import type { FunctionBuilder, Local } from "../assembler/index.ts";
import { pushAddress } from "./addresses.ts";
import { emitFold } from "./emitFold.ts";
import { Emitter, type Environment } from "./emitter.ts";
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
interface Variant {
  readonly kernel: LoopKernel;
  readonly scope: Scope;
}

/** Writes the loops over a kernel's shape. */
export function emitKernel(
  builder: FunctionBuilder,
  kernel: LoopKernel,
  schedule: Schedule,
  environment: Environment,
  outputs: readonly Local<"i32">[],
  bounds: Bounds,
): void {
  const scope: Scope = { domain: domainWithin(kernel), lanes: undefined, folds: kernel.folds };
  const root = new Frame(builder.placeholder(), scope);
  const emitter = new Emitter(builder, environment, root, emitFold);
  const general: Variant = { kernel, scope };
  emitter.within(root, () => {
    loopOverUnits(emitter, kernel, schedule, bounds, () =>
      loopOverAxes(emitter, kernel, schedule, schedule.leadingAxes, () => {
        if (schedule.vectorAxis === undefined) emitStores(emitter, general, outputs);
        else emitRow(emitter, general, schedule, schedule.vectorAxis, outputs, bounds);
      }),
    );
  });
}

function loopOverUnits(
  emitter: Emitter,
  kernel: LoopKernel,
  schedule: Schedule,
  { begin, end }: Bounds,
  write: () => void,
): void {
  const { builder } = emitter;
  const unit = builder.local("i32");
  builder.get(begin);
  builder.set(unit);
  emitter.nest(() =>
    builder.loop((head) => {
      const frame = new Frame(builder.placeholder(), emitter.frame.scope, emitter.frame);
      emitter.within(frame, () => {
        decodeUnit(emitter, frame, kernel.shape.slice(0, schedule.leadingAxes), unit);
        write();
      });
      increment(builder, unit);
      builder.get(end);
      builder.op("i32.lt_u");
      builder.branchIf(head);
    }),
  );
}

/** Sets the leading indices from the number of the unit. */
function decodeUnit({ builder }: Emitter, frame: Frame, sizes: readonly number[], unit: Local<"i32">): void {
  if (sizes.length === 1) return frame.begin(index(0), unit);
  const rest = builder.local("i32");
  builder.get(unit);
  builder.set(rest);
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    const position = builder.local("i32");
    builder.get(rest);
    builder.i32(sizes[axis]!);
    builder.op("i32.rem_u");
    builder.set(position);
    builder.get(rest);
    builder.i32(sizes[axis]!);
    builder.op("i32.div_u");
    builder.set(rest);
    frame.begin(index(axis), position);
  }
}

function loopOverAxes(emitter: Emitter, kernel: LoopKernel, schedule: Schedule, axis: number, write: () => void): void {
  const { builder } = emitter;
  if (axis === (schedule.vectorAxis ?? kernel.shape.length)) return write();
  const position = builder.local("i32");
  builder.i32(0);
  builder.set(position);
  emitter.nest(() =>
    builder.loop((head) => {
      const frame = new Frame(builder.placeholder(), emitter.frame.scope, emitter.frame);
      frame.begin(index(axis), position);
      emitter.within(frame, () => loopOverAxes(emitter, kernel, schedule, axis + 1, write));
      increment(builder, position);
      builder.i32(kernel.shape[axis]!);
      builder.op("i32.lt_u");
      builder.branchIf(head);
    }),
  );
}

/**
 * One row: the interior in vectors without bounds tests, the rest in vectors with them. The last vector of either part
 * ends where the part ends and may overlap the one before, so that nothing is computed one by one.
 */
function emitRow(
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
    emitter.within(frame, () => emitStores(emitter, variant, outputs));
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

/** Computes every output at the current position and stores it. */
function emitStores(emitter: Emitter, { kernel }: Variant, outputs: readonly Local<"i32">[]): void {
  const { builder, lanes } = emitter;
  const vector = lanes !== undefined;
  const form = outputForm(kernel.shape, vector);
  kernel.outputs.forEach(({ dtype, value }, number) => {
    const offset = pushAddress(emitter, outputs[number]!, form, vector ? { stride: 1 } : undefined);
    emitter.push(value, vector);
    if (vector && dtype === "bool") builder.op("i32x4.neg");
    builder.memory(vector ? "v128.store" : dtype === "float32" ? "f32.store" : "i32.store", offset);
  });
}

/** The row-major offset of the current position, without the vector axis. */
function outputForm(shape: readonly number[], vector: boolean): Affine {
  const axes = vector ? shape.slice(0, -1) : shape;
  const terms = axes.map((_, axis) => ({
    atom: index(axis),
    coefficient: shape.slice(axis + 1).reduce((product, size) => product * size, 1),
  }));
  return { constant: 0, terms };
}

function increment(builder: FunctionBuilder, local: Local<"i32">): void {
  builder.get(local);
  builder.i32(1);
  builder.op("i32.add");
  builder.tee(local);
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
