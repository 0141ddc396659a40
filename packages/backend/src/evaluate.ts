import type { DType } from "./dtype.ts";
import { erf } from "./erf.ts";
import type { BinaryOperator, CompareOperator, UnaryOperator } from "./expression.ts";

/**
 * What each operator of the formula language means, on JavaScript numbers. The interpreter and the constant folding of
 * the builders share it; every code generator is tested against it.
 */
export function evaluateUnary(operator: UnaryOperator, dtype: DType, x: number): number {
  if (operator === "not") return dtype === "bool" ? 1 - x : roundTo(dtype, ~x);
  return roundTo(dtype, unaryFunctions[operator](x));
}

/** The value of a binary operator; see `BinaryOperator` for the rules on integers and NaN. */
export function evaluateBinary(operator: BinaryOperator, dtype: DType, x: number, y: number): number {
  const isInteger = dtype === "int32" || dtype === "uint32";
  if (operator === "multiply" && isInteger) return roundTo(dtype, Math.imul(x, y));
  if (operator === "shiftRight" && dtype === "uint32") return x >>> y;
  if (isInteger && y === 0 && (operator === "floorDivide" || operator === "modulo")) return 0;
  return roundTo(dtype, binaryFunctions[operator](x, y));
}

/** The value of a comparison. */
export function evaluateCompare(operator: CompareOperator, x: number, y: number): boolean {
  switch (operator) {
    case "less":
      return x < y;
    case "lessEqual":
      return x <= y;
    case "equal":
      return x === y;
    case "notEqual":
      return x !== y;
  }
}

/** The value of a cast; see `Cast` for the rules. */
export function evaluateCast(from: DType, to: DType, x: number): number {
  if (to === "bool") return x !== 0 ? 1 : 0;
  if (to === "float32" || to === "float64") return roundTo(to, x);
  if (from === "int32" || from === "uint32" || from === "bool") return roundTo(to, x);
  if (Number.isNaN(x)) return 0;
  const [low, high] = to === "int32" ? [-2147483648, 2147483647] : [0, 4294967295];
  return Math.min(Math.max(Math.trunc(x), low), high) + 0;
}

/** `x` as an element of `dtype` holds it: rounded to nearest for floats, modulo 2^32 for integers. */
export function roundTo(dtype: DType, x: number): number {
  switch (dtype) {
    case "float32":
      return Math.fround(x);
    case "float64":
      return x;
    case "int32":
      return x | 0;
    case "uint32":
      return x >>> 0;
    case "bool":
      return x ? 1 : 0;
  }
}

/** The exact remainder with the sign of the divisor. */
function floorModulo(x: number, y: number): number {
  const remainder = x % y;
  return remainder !== 0 && remainder < 0 !== y < 0 ? remainder + y : remainder;
}

/** Rounds to the nearest integer, and a half to the even one. */
function roundHalfToEven(x: number): number {
  if (!Number.isFinite(x) || Math.abs(x) >= 2 ** 52) return x;
  const low = Math.floor(x);
  const distance = x - low;
  const up = distance > 0.5 || (distance === 0.5 && low % 2 !== 0);
  const rounded = up ? low + 1 : low;
  return rounded === 0 && (x < 0 || Object.is(x, -0)) ? -0 : rounded;
}

const unaryFunctions: { readonly [O in Exclude<UnaryOperator, "not">]: (x: number) => number } = {
  negate: (x) => -x,
  absolute: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfToEven,
  truncate: Math.trunc,
  squareRoot: Math.sqrt,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  atan: Math.atan,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  erf,
};

const binaryFunctions: { readonly [O in BinaryOperator]: (x: number, y: number) => number } = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  power: (x, y) => (x === 1 ? 1 : x === -1 && !Number.isFinite(y) && !Number.isNaN(y) ? 1 : x ** y),
  floorDivide: (x, y) => Math.floor(x / y),
  modulo: floorModulo,
  maximum: Math.max,
  minimum: Math.min,
  and: (x, y) => x & y,
  or: (x, y) => x | y,
  xor: (x, y) => x ^ y,
  shiftLeft: (x, y) => x << y,
  shiftRight: (x, y) => x >> y,
};
