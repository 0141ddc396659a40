import type { Expression } from "@nn/backend";
import type { FunctionBuilder, Local } from "../assembler/index.ts";
import { pushMask, type Accumulator, type FoldMode } from "./accumulator.ts";
import { pushConstant, scalarType, type Emitter } from "./emitter.ts";
import { neutralValue, type LoopFold } from "./loopKernel.ts";
import { kindOf, scalarCompare, vectorCompare } from "./operators.ts";

/** The best value so far and its position. */
export class PositionAccumulator implements Accumulator {
  readonly #fold: LoopFold;
  readonly #vector: boolean;
  readonly #mode: FoldMode;
  readonly #best: Local;
  readonly #at: Local;

  constructor(builder: FunctionBuilder, fold: LoopFold, mode: FoldMode, vector: boolean) {
    this.#fold = fold;
    this.#mode = mode;
    this.#vector = vector || mode === "positions";
    const { dtype } = fold.body;
    this.#best = builder.local(this.#vector ? "v128" : scalarType(dtype));
    this.#at = builder.local(this.#vector ? "v128" : "i32");
    const operator = fold.operator === "argmax" ? "max" : "min";
    pushConstant(builder, dtype, neutralValue({ operator, dtype }), this.#vector);
    builder.set(this.#best);
    pushConstant(builder, "int32", 0, this.#vector);
    builder.set(this.#at);
  }

  step(emitter: Emitter, _slot: number, body: Expression, position: Expression, active: number): void {
    const { builder } = emitter;
    const value = builder.local(this.#best.type);
    const better = builder.local(this.#vector ? "v128" : "i32");
    emitter.push(body, this.#vector);
    builder.set(value);
    this.#pushBetter(builder, value, this.#best, this.#vector);
    if (active < 4) {
      pushMask(builder, active);
      builder.op("v128.and");
    }
    builder.set(better);
    builder.get(value);
    builder.get(this.#best);
    builder.get(better);
    builder.op(this.#vector ? "v128.bitselect" : "select");
    builder.set(this.#best);
    emitter.push(position, this.#vector);
    builder.get(this.#at);
    builder.get(better);
    builder.op(this.#vector ? "v128.bitselect" : "select");
    builder.set(this.#at);
  }

  flush(): void {
    // Nothing is rounded, so there are no blocks.
  }

  finish(builder: FunctionBuilder): void {
    if (this.#mode !== "positions") return builder.get(this.#at);
    const type = scalarType(this.#fold.body.dtype);
    const [best, value] = [builder.local(type), builder.local(type)];
    const [at, position, better] = [builder.local("i32"), builder.local("i32"), builder.local("i32")];
    for (let lane = 0; lane < 4; lane++) {
      builder.get(this.#best);
      builder.lane(type === "f32" ? "f32x4.extract_lane" : "i32x4.extract_lane", lane);
      builder.set(lane === 0 ? best : value);
      builder.get(this.#at);
      builder.lane("i32x4.extract_lane", lane);
      builder.set(lane === 0 ? at : position);
      if (lane === 0) continue;
      this.#pushBetter(builder, value, best, false);
      this.#pushBetter(builder, best, value, false);
      builder.op("i32.eqz");
      builder.get(position);
      builder.get(at);
      builder.op("i32.lt_s");
      builder.op("i32.and");
      builder.op("i32.or");
      builder.set(better);
      for (const [next, last] of [
        [value, best],
        [position, at],
      ] as const) {
        builder.get(next);
        builder.get(last);
        builder.get(better);
        builder.op("select");
        builder.set(last);
      }
    }
    builder.get(at);
  }

  /** Whether `value` is beyond `best`, or is a NaN and `best` is not. */
  #pushBetter(builder: FunctionBuilder, value: Local, best: Local, vector: boolean): void {
    const compare = (vector ? vectorCompare : scalarCompare)[kindOf(this.#fold.body.dtype)];
    const [low, high] = this.#fold.operator === "argmax" ? [value, best] : [best, value];
    builder.get(low);
    builder.get(high);
    builder.op(compare.lessEqual);
    builder.op(vector ? "v128.not" : "i32.eqz");
    if (this.#fold.body.dtype !== "float32") return;
    builder.get(best);
    builder.get(best);
    builder.op(compare.equal);
    builder.op(vector ? "v128.and" : "i32.and");
  }
}
