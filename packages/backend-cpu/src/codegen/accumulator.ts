import type { Expression } from "@nn/backend";
import type { FunctionBuilder } from "../assembler/index.ts";
import type { Emitter } from "./emitter.ts";

/** How the positions of a fold are spread over instructions. */
export type FoldMode =
  /** One position after the other; of one output, or of four. */
  | "sequential"
  /** Four outputs at once, eight positions each in accumulators of their own. */
  | "outputs"
  /** One output, eight positions at once in two vectors. */
  | "positions";

/** What a fold collects while its loops run. */
export interface Accumulator {
  /**
   * Takes one position in.
   *
   * @param slot the position modulo 8 (in mode `positions`, which half of the eight)
   * @param active how many lanes are within the fold, in mode `positions`
   */
  step(emitter: Emitter, slot: number, body: Expression, position: Expression, active: number): void;
  /** Ends a block of positions. */
  flush(builder: FunctionBuilder): void;
  /** Leaves the result on the stack. */
  finish(builder: FunctionBuilder): void;
}

/** Leaves a mask of the lanes that are part of the fold on the stack. */
export function pushMask(builder: FunctionBuilder, active: number): void {
  const bits = [0, 1, 2, 3].map((lane) => (lane < active ? -1 : 0));
  builder.i32x4(bits[0]!, bits[1], bits[2], bits[3]);
}
