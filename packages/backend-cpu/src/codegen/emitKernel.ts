import { index } from "@nn/backend";
import type { FunctionBuilder, Local } from "../assembler/index.ts";
import { emitFold } from "./emitFold.ts";
import type { Bounds } from "./emitRow.ts";
import { emitRows } from "./emitRows.ts";
import { emitStores } from "./emitStores.ts";
import { Emitter, type Environment } from "./emitter.ts";
import { Frame, type Scope } from "./frame.ts";
import { domainWithin, type LoopKernel } from "./loopKernel.ts";
import type { Schedule } from "./schedule.ts";
import type { Variant } from "./variant.ts";

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
    loopOverUnits(emitter, kernel, schedule, bounds, () => {
      emitStores(emitter, kernel, outputs, true);
      loopOverAxes(emitter, kernel, schedule, schedule.leadingAxes, () => {
        if (schedule.vectorAxis === undefined) emitStores(emitter, kernel, outputs);
        else emitRows(emitter, general, schedule, schedule.vectorAxis, outputs, bounds);
      });
    });
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

function increment(builder: FunctionBuilder, local: Local<"i32">): void {
  builder.get(local);
  builder.i32(1);
  builder.op("i32.add");
  builder.tee(local);
}
