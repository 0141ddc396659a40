import { constant, rangeOf, type Binary, type Cast, type Expression, type Unary } from "@nn/backend";
import type { Emitter } from "./emitter.ts";
import { pushPositiveZero } from "./joinExtremum.ts";
import { emitScalarLoad } from "./loads.ts";
import { kindOf, scalarBinary, scalarCompare, scalarUnary } from "./operators.ts";
import { applyUnary, applyBinary } from "./vectorFunctions.ts";

/** Computes one value from scalars and leaves it on the stack. What has no scalar instruction is done in vectors. */
export function emitScalar(emitter: Emitter, expression: Expression): void {
  const { builder } = emitter;
  switch (expression.kind) {
    case "constant":
      return emitter.push(expression, false);
    case "index":
    case "foldIndex":
    case "folded":
      throw new Error(`emitScalar: ${expression.kind} has no value here`);
    case "scalar":
      return builder.get(emitter.environment.scalars[expression.scalar]!);
    case "load":
      return emitScalarLoad(emitter, expression);
    case "unary":
      return emitUnary(emitter, expression);
    case "binary":
      return emitBinary(emitter, expression);
    case "compare":
      emitter.push(expression.left, false);
      emitter.push(expression.right, false);
      return builder.op(scalarCompare[kindOf(expression.left.dtype)][expression.operator]);
    case "select":
      emitter.push(expression.whenTrue, false);
      emitter.push(expression.whenFalse, false);
      emitter.push(expression.condition, false);
      return builder.op("select");
    case "cast":
      return emitCast(emitter, expression);
  }
}

function emitUnary(emitter: Emitter, expression: Unary): void {
  const instruction = scalarUnary[kindOf(expression.dtype)][expression.operator];
  if (instruction) {
    emitter.push(expression.operand, false);
    return emitter.builder.op(instruction);
  }
  emitter.push(expression.operand, true);
  applyUnary(emitter, expression);
  firstLane(emitter, expression);
}

function emitBinary(emitter: Emitter, expression: Binary): void {
  const { left, right, operator } = expression;
  const instruction = scalarBinary[kindOf(expression.dtype)][operator];
  if (instruction) {
    emitter.push(left, false);
    emitter.push(right, false);
    emitter.builder.op(instruction);
    if (operator === "maximum" && expression.dtype === "float32") pushPositiveZero(emitter.builder, false);
    return;
  }
  if (operator === "floorDivide" || operator === "modulo") {
    if (divideByConstant(emitter, expression)) return;
  }
  emitter.push(left, true);
  emitter.push(right, true);
  applyBinary(emitter, expression);
  firstLane(emitter, expression);
}

/** Division of an index that is known not to be negative by a positive constant, which engines turn into a multiply. */
function divideByConstant(emitter: Emitter, { left, right, operator, dtype }: Binary): boolean {
  if (dtype === "float32" || right.kind !== "constant" || right.value <= 0) return false;
  const { domain } = emitter.frame.scope;
  const range = dtype === "int32" ? rangeOf(left, domain) : undefined;
  if (dtype === "int32" && !(range && range.minimum >= 0)) return false;
  emitter.push(left, false);
  emitter.push(constant(right.value, right.dtype), false);
  emitter.builder.op(operator === "floorDivide" ? "i32.div_u" : "i32.rem_u");
  return true;
}

function firstLane(emitter: Emitter, { dtype }: Expression): void {
  if (dtype === "float32") return emitter.builder.lane("f32x4.extract_lane", 0);
  emitter.builder.lane("i32x4.extract_lane", 0);
  if (dtype !== "bool") return;
  emitter.builder.i32(1);
  emitter.builder.op("i32.and");
}

function emitCast(emitter: Emitter, { operand, dtype }: Cast): void {
  const { builder } = emitter;
  const from = kindOf(operand.dtype);
  emitter.push(operand, false);
  if (dtype === "bool") {
    if (from === "bool") return;
    if (from === "float32") builder.f32(0);
    else builder.i32(0);
    return builder.op(from === "float32" ? "f32.ne" : "i32.ne");
  }
  if (dtype === "float32") {
    if (from === "float32") return;
    return builder.op(from === "uint32" ? "f32.convert_i32_u" : "f32.convert_i32_s");
  }
  if (from === "float32") builder.op(dtype === "int32" ? "i32.trunc_sat_f32_s" : "i32.trunc_sat_f32_u");
}
