import type { Expression } from "@nn/backend";
import type { FunctionBuilder, Local, PlainOperator, ValueType } from "../assembler/index.ts";
import { pushMask, type Accumulator, type FoldMode } from "./accumulator.ts";
import { pushConstant, scalarType, type Emitter } from "./emitter.ts";
import { joinExtremum, pushPositiveZero } from "./joinExtremum.ts";
import { neutralValue, type LoopFold } from "./loopKernel.ts";
import { kindOf, scalarBinary, scalarCompare, vectorBinary } from "./operators.ts";

/** The operator that joins two values. */
const joining = { sum: "add", dot: "add", product: "multiply", max: "maximum", min: "minimum" } as const;

/** Sums, products and extrema: values in slots, which are joined at the end and, for float sums, after each block. */
export class ValueAccumulator implements Accumulator {
  readonly #fold: LoopFold;
  readonly #mode: FoldMode;
  readonly #vector: boolean;
  readonly #type: ValueType;
  readonly #join: PlainOperator;
  readonly #slots: (Local | undefined)[] = [];
  readonly #slotCount: number;
  readonly #totals: Local[] = [];

  constructor(builder: FunctionBuilder, fold: LoopFold, mode: FoldMode, vector: boolean) {
    const isFloat = fold.dtype === "float32";
    const operator = joining[fold.operator as keyof typeof joining];
    const isSum = operator === "add" && isFloat && mode !== "sequential";
    this.#fold = fold;
    this.#mode = mode;
    this.#vector = vector || mode === "positions";
    this.#type = this.#vector ? "v128" : scalarType(fold.dtype);
    this.#join = (this.#vector ? vectorBinary : scalarBinary)[kindOf(fold.dtype)][operator] ?? "unreachable";
    const ordered = isFloat && (operator === "add" || operator === "multiply");
    this.#slotCount = mode === "positions" ? 2 : mode === "outputs" && ordered ? Math.min(8, fold.extents.at(-1)!) : 1;
    for (let slot = 0; slot < this.#slotCount; slot++) {
      this.#slots.push(builder.local(this.#type));
      this.#clear(builder, slot);
    }
    if (!isSum) return;
    this.#totals = mode === "outputs" ? [builder.local("v128"), builder.local("v128")] : [builder.local("f64")];
    for (const total of this.#totals) {
      if (mode === "outputs") builder.f64x2(0);
      else builder.f64(0);
      builder.set(total);
    }
  }

  step(emitter: Emitter, slot: number, body: Expression, _position: Expression, active: number): void {
    const { builder } = emitter;
    const local = this.#slots[slot % this.#slotCount]!;
    builder.get(local);
    emitter.push(body, this.#vector);
    if (active < 4) {
      pushConstant(builder, this.#fold.dtype, neutralValue(this.#fold), true);
      pushMask(builder, active);
      builder.op("v128.bitselect");
    }
    this.#pushJoin(builder);
    builder.set(local);
  }

  flush(builder: FunctionBuilder): void {
    if (this.#totals.length === 0) return;
    this.#pushSlots(builder);
    if (this.#mode === "positions") {
      builder.op("f64.promote_f32");
      builder.get(this.#totals[0]!);
      builder.op("f64.add");
      builder.set(this.#totals[0]!);
    } else {
      const sum = builder.local("v128");
      builder.set(sum);
      this.#totals.forEach((total, half) => {
        builder.get(total);
        builder.get(sum);
        builder.get(sum);
        if (half === 0) builder.shuffle(0, 1, 0, 1);
        else builder.shuffle(2, 3, 2, 3);
        builder.op("f64x2.promote_low_f32x4");
        builder.op("f64x2.add");
        builder.set(total);
      });
    }
    for (let slot = 0; slot < this.#slotCount; slot++) this.#clear(builder, slot);
  }

  finish(builder: FunctionBuilder): void {
    const [low, high] = this.#totals;
    if (!low) {
      this.#pushSlots(builder);
      const isMaximum = this.#fold.operator === "max" && this.#fold.dtype === "float32";
      if (isMaximum) pushPositiveZero(builder, this.#mode !== "positions" && this.#vector);
      return;
    }
    builder.get(low);
    if (!high) return builder.op("f32.demote_f64");
    builder.op("f32x4.demote_f64x2_zero");
    builder.get(high);
    builder.op("f32x4.demote_f64x2_zero");
    builder.shuffle(0, 1, 4, 5);
  }

  #clear(builder: FunctionBuilder, slot: number): void {
    pushConstant(builder, this.#fold.dtype, neutralValue(this.#fold), this.#vector);
    builder.set(this.#slots[slot]!);
  }

  /** Joins the slots, in the same order in both modes: those four apart, then two, then one. */
  #pushSlots(builder: FunctionBuilder): void {
    if (this.#mode !== "positions") return this.#pushTree(builder, 0, 1);
    const joined = builder.local("v128");
    builder.get(this.#slots[0]!);
    builder.get(this.#slots[1]!);
    this.#pushJoin(builder);
    for (const lanes of [
      [2, 3, 0, 1],
      [1, 0, 3, 2],
    ] as const) {
      builder.tee(joined);
      builder.get(joined);
      builder.get(joined);
      builder.shuffle(lanes[0], lanes[1], lanes[2], lanes[3]);
      this.#pushJoin(builder);
    }
    builder.lane(this.#fold.dtype === "float32" ? "f32x4.extract_lane" : "i32x4.extract_lane", 0);
  }

  /** The slots at `first`, `first + step`, …, joined as a tree. */
  #pushTree(builder: FunctionBuilder, first: number, step: number): void {
    if (first + step >= this.#slotCount) return builder.get(this.#slots[first]!);
    this.#pushTree(builder, first, step * 2);
    this.#pushTree(builder, first + step, step * 2);
    this.#pushJoin(builder);
  }

  #pushJoin(builder: FunctionBuilder): void {
    if (this.#join === "f32x4.max") return joinExtremum(builder, "maximum");
    if (this.#join === "f32x4.min") return joinExtremum(builder, "minimum");
    if (this.#join !== "unreachable") return builder.op(this.#join);
    const [left, right, operator] = [builder.local("i32"), builder.local("i32"), this.#fold.operator];
    builder.set(right);
    builder.tee(left);
    builder.get(right);
    builder.get(left);
    builder.get(right);
    const less = scalarCompare[kindOf(this.#fold.dtype)].less;
    builder.op(less);
    if (operator === "max") builder.op("i32.eqz");
    builder.op("select");
  }
}
