import { index, type Affine } from "@nn/backend";
import type { Local } from "../assembler/index.ts";
import { pushAddress } from "./addresses.ts";
import type { Emitter } from "./emitter.ts";
import type { LoopKernel } from "./loopKernel.ts";

/** Computes every output at the current position and stores it. */
export function emitStores(emitter: Emitter, kernel: LoopKernel, outputs: readonly Local<"i32">[]): void {
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

/**
 * Computes every output at the current position without storing any. Stored later with `emitStores`, the outputs of
 * several positions depend on one another in nothing, so that a processor computes them side by side.
 */
export function emitValues(emitter: Emitter, kernel: LoopKernel): void {
  for (const { value } of kernel.outputs) {
    emitter.push(value, emitter.lanes !== undefined);
    emitter.builder.op("drop");
  }
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
