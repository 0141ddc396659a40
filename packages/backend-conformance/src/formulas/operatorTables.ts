import type { BinaryOperator, CompareOperator, DType, UnaryOperator } from "@nn/backend";

const signs: readonly UnaryOperator[] = ["negate", "absolute", "sign"];
const roundings: readonly UnaryOperator[] = ["floor", "ceil", "round", "truncate"];
const arithmetic: readonly BinaryOperator[] = ["add", "subtract", "multiply", "maximum", "minimum"];
const whole: readonly BinaryOperator[] = ["floorDivide", "modulo"];
const bits: readonly BinaryOperator[] = ["and", "or", "xor"];
const shifts: readonly BinaryOperator[] = ["shiftLeft", "shiftRight"];

/** The unary operators of each type, without the functions that are measured against a bound. */
export const unaries: { readonly [D in DType]: readonly UnaryOperator[] } = {
  float32: [...signs, ...roundings, "squareRoot"],
  float64: [...signs, ...roundings, "squareRoot"],
  int32: [...signs, "not"],
  uint32: [...signs, "not"],
  bool: ["not"],
};

/** The binary operators of each type. */
export const binaries: { readonly [D in DType]: readonly BinaryOperator[] } = {
  float32: [...arithmetic, ...whole, "divide", "power"],
  float64: [...arithmetic, ...whole, "divide", "power"],
  int32: [...arithmetic, ...whole, ...bits, ...shifts],
  uint32: [...arithmetic, ...whole, ...bits, ...shifts],
  bool: bits,
};

export const comparisons: readonly CompareOperator[] = ["less", "lessEqual", "equal", "notEqual"];

/** Functions that are approximated, and how far from 0 they are measured. */
export const functions: readonly (readonly [operator: UnaryOperator, reach: number])[] = [
  ["exp", 80],
  ["expm1", 80],
  ["log", 80],
  ["log1p", 80],
  ["sin", 100],
  ["cos", 100],
  ["tan", 1.5],
  ["atan", 80],
  ["tanh", 12],
  ["sigmoid", 80],
  ["erf", 5],
];
