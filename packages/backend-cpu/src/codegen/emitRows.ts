import { expressionKey, index, type Range } from "@nn/backend";
import type { Local } from "../assembler/index.ts";
import { emitRow, type Bounds } from "./emitRow.ts";
import type { Emitter } from "./emitter.ts";
import { Frame } from "./frame.ts";
import { interiorOf } from "./interior.ts";
import type { LoopKernel } from "./loopKernel.ts";
import type { Schedule } from "./schedule.ts";
import { variantWithin, type Variant } from "./variant.ts";

/** A row along the vector axis, in a form of its own where the row lies inside an image, without bounds tests of rows. */
export function emitRows(
  emitter: Emitter,
  general: Variant,
  schedule: Schedule,
  axis: number,
  outputs: readonly Local<"i32">[],
  bounds: Bounds,
): void {
  const { builder } = emitter;
  const rows = innerRows(general.kernel, axis - 1);
  if (!rows) return emitRow(emitter, general, schedule, axis, outputs, bounds);
  const row = index(axis - 1);
  const position = emitter.place(row).value(expressionKey(row))!;
  /** What depends on the row is computed here and not earlier: elsewhere, what is read may not be there. */
  const branch = (variant: Variant, interior: Range): void => {
    const frame = new Frame(builder.placeholder(), variant.scope, emitter.frame);
    frame.begin(row, { type: "i32", index: position.index });
    emitter.within(frame, () => emitRow(emitter, variant, { ...schedule, interior }, axis, outputs, bounds));
  };
  emitter.nest(() => {
    builder.get(position);
    builder.i32(rows.minimum);
    builder.op("i32.sub");
    builder.i32(rows.maximum - rows.minimum + 1);
    builder.op("i32.lt_u");
    builder.if(
      () => branch(variantWithin(general, axis - 1, rows), schedule.interior),
      () => branch(general, { minimum: 0, maximum: -1 }),
    );
  });
}

/** The rows where bounds tests are decided, if they are most of the rows but not all. */
function innerRows(kernel: LoopKernel, axis: number): Range | undefined {
  if (axis < 0 || kernel.folds.some((fold) => fold !== undefined)) return undefined;
  const rows = interiorOf(kernel, axis);
  const [size, count] = [kernel.shape[axis]!, rows.maximum - rows.minimum + 1];
  return size >= 4 && count < size && count >= size / 2 ? rows : undefined;
}
