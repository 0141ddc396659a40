import type { Binary, Expression, Unary } from "@nn/backend";
import type { FunctionBuilder, Local, PlainOperator } from "../assembler/index.ts";
import { divisionName } from "./division.ts";
import type { Emitter } from "./emitter.ts";
import { erf } from "./mathematics/erf.ts";
import { exp, expm1, sigmoid, tanh } from "./mathematics/exponential.ts";
import { log, log1p } from "./mathematics/logarithm.ts";

/** The operators of floats that are computed as polynomials, some dozens of instructions each. */
export const polynomials: ReadonlySet<string> = new Set(["exp", "expm1", "log", "log1p", "tanh", "sigmoid", "erf"]);

/** Whether an expression's own operator is one of them. */
export function isPolynomial(expression: Expression): boolean {
  return expression.kind === "unary" && expression.dtype === "float32" && polynomials.has(expression.operator);
}

/** What e^min(x, limit) takes if the limit is not positive. */
export function limitedExponent(expression: Unary): { x: Expression; limit: number } | undefined {
  const { operator, operand } = expression;
  if (operator !== "exp" || operand.kind !== "binary" || operand.operator !== "minimum") return undefined;
  const { left: x, right: limit } = operand;
  return limit.kind === "constant" && limit.value <= 0 ? { x, limit: limit.value } : undefined;
}

/** Applies an operator without an instruction of its own to the vector on the stack. */
export function applyUnary(emitter: Emitter, { operator, dtype }: Unary): void {
  const { builder } = emitter;
  const operand = builder.local("v128");
  builder.set(operand);
  switch (operator) {
    case "exp":
      return exp(builder, operand);
    case "expm1":
      return expm1(builder, operand);
    case "log":
      return log(builder, operand);
    case "log1p":
      return log1p(builder, operand);
    case "tanh":
      return tanh(builder, operand);
    case "sigmoid":
      return sigmoid(builder, operand);
    case "erf":
      return erf(builder, operand);
    case "sign":
      return dtype === "float32" ? signOfFloat(builder, operand) : signOfInteger(builder, operand, dtype === "int32");
    case "sin":
    case "cos":
    case "tan":
    case "atan":
      return callHost(emitter, operator, [operand]);
    case "not":
      builder.get(operand);
      return builder.op("v128.not");
    case "negate":
    case "absolute":
      builder.get(operand);
      if (operator === "negate") builder.op("i32x4.neg");
      else if (dtype === "int32") builder.op("i32x4.abs");
      return;
    default:
      throw new Error(`applyUnary: ${operator} of ${dtype} has an instruction of its own`);
  }
}

/** Applies an operator without an instruction of its own to the two vectors on the stack. */
export function applyBinary(emitter: Emitter, { operator, dtype, right: divisor }: Binary): void {
  const { builder } = emitter;
  const [left, right] = [builder.local("v128"), builder.local("v128")];
  builder.set(right);
  builder.set(left);
  switch (operator) {
    case "floorDivide":
    case "modulo":
      if (dtype === "float32") {
        return operator === "modulo"
          ? callHost(emitter, "modulo", [left, right])
          : floorOfQuotient(builder, left, right);
      }
      if (divisor.kind === "constant" && isPowerOfTwo(divisor.value)) {
        return divideByPower(builder, left, divisor.value, operator, dtype === "int32");
      }
      return laneByLane(builder, [left, right], "i32x4", () => {
        builder.call(emitter.environment.functions.get(divisionName(operator, dtype))!);
      });
    case "power":
      if (divisor.kind === "constant" && divisor.value === 2) return square(builder, left);
      return callHost(emitter, "power", [left, right]);
    case "shiftLeft":
      return laneByLane(builder, [left, right], "i32x4", () => builder.op("i32.shl"));
    case "shiftRight":
      return laneByLane(builder, [left, right], "i32x4", () =>
        builder.op(dtype === "int32" ? "i32.shr_s" : "i32.shr_u"),
      );
    case "maximum":
    case "minimum": {
      const signs = dtype === "int32" ? "s" : "u";
      builder.get(left);
      builder.get(right);
      return builder.op(operator === "maximum" ? `i32x4.max_${signs}` : `i32x4.min_${signs}`);
    }
    default:
      throw new Error(`applyBinary: ${operator} of ${dtype} has an instruction of its own`);
  }
}

/** -1, 0 or 1; zeros keep their sign and NaN stays. */
function signOfFloat(builder: FunctionBuilder, operand: Local): void {
  builder.get(operand);
  builder.f32x4(-0);
  builder.op("v128.and");
  builder.f32x4(1);
  builder.op("v128.or");
  builder.get(operand);
  builder.f32x4(0);
  builder.get(operand);
  builder.op("f32x4.abs");
  builder.op("f32x4.lt");
  builder.get(operand);
  builder.get(operand);
  builder.op("f32x4.eq");
  builder.op("v128.and");
  builder.op("v128.bitselect");
}

function signOfInteger(builder: FunctionBuilder, operand: Local, signed: boolean): void {
  builder.get(operand);
  if (signed) {
    builder.i32x4(-1);
    builder.op("i32x4.max_s");
  }
  builder.i32x4(1);
  builder.op(signed ? "i32x4.min_s" : "i32x4.min_u");
}

function square(builder: FunctionBuilder, operand: Local): void {
  builder.get(operand);
  builder.get(operand);
  builder.op("f32x4.mul");
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}

function divideByPower(
  builder: FunctionBuilder,
  left: Local,
  divisor: number,
  operator: string,
  signed: boolean,
): void {
  builder.get(left);
  if (operator === "modulo") {
    builder.i32x4(divisor - 1);
    return builder.op("v128.and");
  }
  builder.i32(Math.log2(divisor));
  builder.op(signed ? "i32x4.shr_s" : "i32x4.shr_u");
}

/** The quotient is computed in doubles, where rounding cannot lift it to the next integer. */
function floorOfQuotient(builder: FunctionBuilder, left: Local, right: Local): void {
  for (const lanes of [
    [0, 1],
    [2, 3],
  ] as const) {
    for (const operand of [left, right]) {
      builder.get(operand);
      builder.get(operand);
      builder.shuffle(lanes[0], lanes[1], lanes[0], lanes[1]);
      builder.op("f64x2.promote_low_f32x4");
    }
    builder.op("f64x2.div");
    builder.op("f64x2.floor");
    builder.op("f32x4.demote_f64x2_zero");
  }
  builder.shuffle(0, 1, 4, 5);
}

/** A function of doubles that the host computes, one lane after the other. */
function callHost(emitter: Emitter, name: string, operands: readonly Local[]): void {
  const { builder, environment } = emitter;
  laneByLane(
    builder,
    operands,
    "f32x4",
    () => {
      builder.call(environment.functions.get(name)!);
      builder.op("f32.demote_f64");
    },
    "f64.promote_f32",
  );
}

/** Applies scalar instructions to each lane; `convert` is applied to every operand first. */
function laneByLane(
  builder: FunctionBuilder,
  operands: readonly Local[],
  shape: "f32x4" | "i32x4",
  apply: () => void,
  convert?: PlainOperator,
): void {
  builder.i32x4(0);
  for (let lane = 0; lane < 4; lane++) {
    for (const operand of operands) {
      builder.get(operand);
      builder.lane(`${shape}.extract_lane`, lane);
      if (convert) builder.op(convert);
    }
    apply();
    builder.lane(`${shape}.replace_lane`, lane);
  }
}
