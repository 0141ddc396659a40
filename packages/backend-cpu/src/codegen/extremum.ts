import { expressionKey, type Binary, type Constant, type Expression } from "@nn/backend";
import type { FunctionBuilder } from "../assembler/index.ts";
import type { Emitter } from "./emitter.ts";

/**
 * Leaves the larger (or smaller) of the two float vectors on the stack; a NaN on either side gives NaN. In three
 * instructions instead of the eight that engines make of `f32x4.max`: `pmax` gives its left operand where a NaN is
 * involved, so of both orders one has it, and any bits beside a NaN's leave it one.
 *
 * The larger of zeros of different signs comes out as -0 here; see `pushPositiveZero`.
 */
export function joinExtremum(builder: FunctionBuilder, operator: "maximum" | "minimum"): void {
  const [left, right] = [builder.local("v128"), builder.local("v128")];
  const instruction = operator === "maximum" ? "f32x4.pmax" : "f32x4.pmin";
  builder.set(right);
  builder.tee(left);
  builder.get(right);
  builder.op(instruction);
  builder.get(right);
  builder.get(left);
  builder.op(instruction);
  builder.op("v128.or");
}

/** Makes zeros of the float or floats on the stack positive: every maximum ends with this, so that all forms agree. */
export function pushPositiveZero(builder: FunctionBuilder, vector: boolean): void {
  if (vector) builder.f32x4(0);
  else builder.f32(0);
  builder.op(vector ? "f32x4.add" : "f32.add");
}

/** Computes a `maximum` or `minimum` of floats in four lanes. */
export function emitExtremum(emitter: Emitter, expression: Binary): void {
  const limit = limitOf(expression);
  if (!limit) {
    pushOpen(emitter, expression);
    if (expression.operator === "maximum") pushPositiveZero(emitter.builder, true);
    return;
  }
  emitter.push(limit.value, true);
  emitter.push(limit.constant, true);
  emitter.builder.op("f32x4.pmax");
  if (limit.constant.value <= 0) pushPositiveZero(emitter.builder, true);
}

/** A maximum with a constant is one instruction: `pmax` keeps a NaN on its left. */
function limitOf({ left, right, operator }: Binary): { value: Expression; constant: Constant } | undefined {
  if (operator !== "maximum") return undefined;
  const [value, limit] = left.kind === "constant" ? [right, left] : [left, right];
  return limit.kind === "constant" && !Number.isNaN(limit.value) ? { value, constant: limit } : undefined;
}

/** The value before its zeros are made positive. A chain, such as that over a window, does so only at its end. */
function pushOpen(emitter: Emitter, { left, right, operator }: Binary): void {
  for (const operand of [left, right]) {
    const inChain = operand.kind === "binary" && operand.operator === operator && operator === "maximum";
    if (inChain && operand.dtype === "float32" && emitter.isVector(operand) && !limitOf(operand)) {
      const key = `open ${expressionKey(operand)}`;
      emitter.once(emitter.place(operand), key, "v128", () => pushOpen(emitter, operand));
    } else emitter.push(operand, true);
  }
  joinExtremum(emitter.builder, operator === "maximum" ? "maximum" : "minimum");
}
