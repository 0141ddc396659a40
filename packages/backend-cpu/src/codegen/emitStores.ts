import { affine, type Affine } from "@nn/backend";
import type { Local } from "../assembler/index.ts";
import { pushAddress } from "./addresses.ts";
import type { Emitter } from "./emitter.ts";
import { variableBit } from "./frame.ts";
import type { LoopKernel, LoopOutput } from "./loopKernel.ts";

/** Computes every output at the current position, or those of the current unit, and stores them. */
export function emitStores(
  emitter: Emitter,
  kernel: LoopKernel,
  outputs: readonly Local<"i32">[],
  ofUnits = false,
): void {
  const { builder, lanes } = emitter;
  const vector = lanes !== undefined;
  kernel.outputs.forEach((output, number) => {
    if (output.ofUnits !== ofUnits) return;
    const { dtype, value } = output;
    const form = formOf(emitter, output);
    const offset = pushAddress(emitter, outputs[number]!, form, vector ? { stride: 1 } : undefined);
    emitter.push(value, vector);
    if (vector && dtype === "bool") builder.op("i32x4.neg");
    builder.memory(vector ? "v128.store" : dtype === "float32" ? "f32.store" : "i32.store", offset);
  });
}

/**
 * Computes every output at the current position without storing any. Stored later with `emitStores`, the outputs of
 * several positions depend on one another in nothing, so that a processor computes them side by side.
 */
export function emitValues(emitter: Emitter, kernel: LoopKernel): void {
  for (const { value, ofUnits } of kernel.outputs) {
    if (ofUnits) continue;
    emitter.push(value, emitter.lanes !== undefined);
    emitter.builder.op("drop");
  }
}

/** The offset of the current position, without the vector axis, along which outputs have no gaps. */
function formOf({ frame, lanes }: Emitter, { offset }: LoopOutput): Affine {
  const form = affine(offset, frame.scope.domain);
  return { ...form, terms: form.terms.filter(({ atom }) => !lanes || variableBit(atom) !== lanes.bit) };
}
