import type { Binary, Cast, Compare, Expression, Select } from "@nn/backend";
import { isKeptAnyway } from "./belowMaximum.ts";
import type { Emitter } from "./emitter.ts";
import { emitExtremum } from "./extremum.ts";
import { emitVectorLoad } from "./loads.ts";
import { expOfNonPositive } from "./mathematics/exponential.ts";
import { kindOf, vectorBinary, vectorCompare, vectorUnary } from "./operators.ts";
import { applyBinary, applyUnary, limitedExponent } from "./vectorFunctions.ts";

/** Computes one value in four lanes and leaves it on the stack. Booleans are masks of all bits. */
export function emitVector(emitter: Emitter, expression: Expression): void {
  const { builder } = emitter;
  switch (expression.kind) {
    case "constant":
    case "scalar":
      return emitter.push(expression, true);
    case "index":
    case "foldIndex":
      builder.get(emitter.lanes!.position);
      builder.op("i32x4.splat");
      builder.i32x4(0, 1, 2, 3);
      return builder.op("i32x4.add");
    case "folded":
      throw new Error(`emitVector: a fold has no value here`);
    case "load":
      return emitVectorLoad(emitter, expression);
    case "unary": {
      const exponent = limitedExponent(expression);
      if (exponent) return emitLimitedExp(emitter, exponent);
      const instruction = vectorUnary[kindOf(expression.dtype)][expression.operator];
      emitter.push(expression.operand, true);
      return instruction ? builder.op(instruction) : applyUnary(emitter, expression);
    }
    case "binary":
      return emitBinary(emitter, expression);
    case "compare":
      return emitCompare(emitter, expression);
    case "select":
      return emitSelect(emitter, expression);
    case "cast":
      return emitCast(emitter, expression);
  }
}

function emitLimitedExp(emitter: Emitter, { x, limit }: { x: Expression; limit: number }): void {
  const exponent = emitter.builder.local("v128");
  emitter.push(x, true);
  emitter.builder.set(exponent);
  expOfNonPositive(emitter.builder, exponent, isKeptAnyway(limit) ? undefined : limit);
}

function emitBinary(emitter: Emitter, expression: Binary): void {
  const { builder } = emitter;
  const { left, right, operator, dtype } = expression;
  if ((operator === "shiftLeft" || operator === "shiftRight") && !emitter.isVector(right)) {
    emitter.push(left, true);
    emitter.push(right, false);
    return builder.op(operator === "shiftLeft" ? "i32x4.shl" : dtype === "int32" ? "i32x4.shr_s" : "i32x4.shr_u");
  }
  if (dtype === "float32" && (operator === "maximum" || operator === "minimum"))
    return emitExtremum(emitter, expression);
  emitter.push(left, true);
  emitter.push(right, true);
  const instruction = vectorBinary[kindOf(dtype)][operator];
  if (instruction) builder.op(instruction);
  else applyBinary(emitter, expression);
}

function emitCompare(emitter: Emitter, { left, right, operator }: Compare): void {
  const { builder } = emitter;
  const kind = kindOf(left.dtype);
  emitter.push(left, true);
  if (kind !== "uint32" || operator !== "less" || right.kind !== "constant") {
    emitter.push(right, true);
    return builder.op(vectorCompare[kind][operator]);
  }
  // Processors compare signed numbers only: both sides move by 2³¹, which the constant can do here.
  const limit = right.value - 2 ** 31;
  if (limit !== 0) {
    builder.i32x4(-(2 ** 31));
    builder.op("v128.xor");
    builder.i32x4(limit);
    return builder.op("i32x4.lt_s");
  }
  builder.i32x4(-1);
  builder.op("i32x4.gt_s");
}

/** A choice between something and zero takes one instruction instead of three. */
function emitSelect(emitter: Emitter, { condition, whenTrue, whenFalse }: Select): void {
  const { builder } = emitter;
  const zero = [whenTrue, whenFalse].find((value) => value.kind === "constant" && Object.is(value.value, 0));
  if (zero === undefined) {
    emitter.push(whenTrue, true);
    emitter.push(whenFalse, true);
    emitter.push(condition, true);
    return builder.op("v128.bitselect");
  }
  emitter.push(zero === whenTrue ? whenFalse : whenTrue, true);
  emitter.push(condition, true);
  builder.op(zero === whenTrue ? "v128.andnot" : "v128.and");
}

function emitCast(emitter: Emitter, { operand, dtype }: Cast): void {
  const { builder } = emitter;
  const from = kindOf(operand.dtype);
  emitter.push(operand, true);
  if (from === dtype) return;
  if (dtype === "bool") {
    builder.i32x4(0);
    return builder.op(from === "float32" ? "f32x4.ne" : "i32x4.ne");
  }
  if (dtype === "float32") {
    if (from !== "bool") return builder.op(from === "uint32" ? "f32x4.convert_i32x4_u" : "f32x4.convert_i32x4_s");
    builder.f32x4(1);
    return builder.op("v128.and");
  }
  if (from === "bool") return builder.op("i32x4.neg");
  if (from === "float32") builder.op(dtype === "int32" ? "i32x4.trunc_sat_f32x4_s" : "i32x4.trunc_sat_f32x4_u");
}
