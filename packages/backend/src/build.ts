import { isFloat, type DType } from "./dtype.ts";
import { NNError } from "./errors.ts";
import type { BinaryOperator, CompareOperator, Constant, Expression, UnaryOperator } from "./expression.ts";
import { evaluateBinary, evaluateCast, evaluateCompare, evaluateUnary } from "./evaluate.ts";
import type { TensorType } from "./kernel.ts";

/** An expression, or a number that takes the type of the operand beside it. */
export type Operand = Expression | number;

/** A number known when the kernel is compiled. Integers have no -0: it becomes 0. */
export function constant(value: number, dtype: DType): Constant {
  return { kind: "constant", dtype, value: isFloat(dtype) ? value : value + 0 };
}

/** The position along axis `axis` of the kernel's shape. */
export function index(axis: number): Expression {
  return { kind: "index", dtype: "int32", axis };
}

/** The position along axis `axis` of the extents of the fold around it. */
export function foldIndex(axis: number): Expression {
  return { kind: "foldIndex", dtype: "int32", axis };
}

/** Number `position` of those that the host gives with each run. */
export function scalar(position: number, dtype: DType): Expression {
  return { kind: "scalar", dtype, scalar: position };
}

/** The result of the kernel's fold number `fold`, whose type is `dtype`. */
export function folded(fold: number, dtype: DType): Expression {
  return { kind: "folded", dtype, fold };
}

/**
 * The element of input `input` at `coordinates`.
 *
 * @param type the input's element type and shape
 * @param outside the value where a coordinate leaves the shape; without it, coordinates are promised to stay inside
 */
export function load(input: number, type: TensorType, coordinates: readonly Operand[], outside?: number): Expression {
  if (coordinates.length !== type.shape.length) {
    const rank = type.shape.length;
    throw new NNError("formula", `load: expected ${rank} coordinates for input ${input}, got ${coordinates.length}`);
  }
  const base = { kind: "load", dtype: type.dtype, input, coordinates: coordinates.map(asIndex) } as const;
  return outside === undefined ? base : { ...base, outside };
}

/** `condition ? whenTrue : whenFalse`, element by element. */
export function select(condition: Expression, whenTrue: Operand, whenFalse: Operand): Expression {
  if (condition.dtype !== "bool") throw typeError("select", "a bool condition", condition.dtype);
  const [yes, no] = pair("select", whenTrue, whenFalse);
  if (condition.kind === "constant") return condition.value ? yes : no;
  return yes === no ? yes : { kind: "select", dtype: yes.dtype, condition, whenTrue: yes, whenFalse: no };
}

/** The value in another type; see `Cast` for the rounding. */
export function cast(operand: Expression, dtype: DType): Expression {
  if (operand.dtype === dtype) return operand;
  if (operand.kind === "constant") return constant(evaluateCast(operand.dtype, dtype, operand.value), dtype);
  return { kind: "cast", dtype, operand };
}

/** A function of one value, by its operator's name. */
export function unary(operator: UnaryOperator, operand: Expression): Expression {
  const wanted = unaryDomain(operator);
  if (wanted === "float" && !isFloat(operand.dtype)) throw typeError(operator, "a float", operand.dtype);
  if (wanted === "bits" && isFloat(operand.dtype)) throw typeError(operator, "an integer or bool", operand.dtype);
  if (wanted === "number" && operand.dtype === "bool") throw typeError(operator, "a number", operand.dtype);
  if (operand.kind === "constant") {
    return constant(evaluateUnary(operator, operand.dtype, operand.value), operand.dtype);
  }
  return { kind: "unary", dtype: operand.dtype, operator, operand };
}

/** A function of two values of one type, by its operator's name. */
export function binary(operator: BinaryOperator, left: Operand, right: Operand): Expression {
  const [a, b] = pair(operator, left, right);
  if ((operator === "divide" || operator === "power") && !isFloat(a.dtype)) {
    throw typeError(operator, "floats", a.dtype);
  }
  if (a.kind === "constant" && b.kind === "constant") {
    return constant(evaluateBinary(operator, a.dtype, a.value, b.value), a.dtype);
  }
  return identity(operator, a, b) ?? { kind: "binary", dtype: a.dtype, operator, left: a, right: b };
}

/** A comparison, by its operator's name. */
export function compare(operator: CompareOperator, left: Operand, right: Operand): Expression {
  const [a, b] = pair(operator, left, right);
  if (a.kind === "constant" && b.kind === "constant") {
    return constant(Number(evaluateCompare(operator, a.value, b.value)), "bool");
  }
  return { kind: "compare", dtype: "bool", operator, left: a, right: b };
}

export const add = (left: Operand, right: Operand): Expression => binary("add", left, right);
export const subtract = (left: Operand, right: Operand): Expression => binary("subtract", left, right);
export const multiply = (left: Operand, right: Operand): Expression => binary("multiply", left, right);
export const divide = (left: Operand, right: Operand): Expression => binary("divide", left, right);
export const power = (left: Operand, right: Operand): Expression => binary("power", left, right);
export const floorDivide = (left: Operand, right: Operand): Expression => binary("floorDivide", left, right);
export const modulo = (left: Operand, right: Operand): Expression => binary("modulo", left, right);
export const maximum = (left: Operand, right: Operand): Expression => binary("maximum", left, right);
export const minimum = (left: Operand, right: Operand): Expression => binary("minimum", left, right);
export const and = (left: Operand, right: Operand): Expression => binary("and", left, right);
export const or = (left: Operand, right: Operand): Expression => binary("or", left, right);
export const xor = (left: Operand, right: Operand): Expression => binary("xor", left, right);
export const shiftLeft = (left: Operand, right: Operand): Expression => binary("shiftLeft", left, right);
export const shiftRight = (left: Operand, right: Operand): Expression => binary("shiftRight", left, right);
export const less = (left: Operand, right: Operand): Expression => compare("less", left, right);
export const lessEqual = (left: Operand, right: Operand): Expression => compare("lessEqual", left, right);
export const greater = (left: Operand, right: Operand): Expression => compare("less", right, left);
export const greaterEqual = (left: Operand, right: Operand): Expression => compare("lessEqual", right, left);
export const equal = (left: Operand, right: Operand): Expression => compare("equal", left, right);
export const notEqual = (left: Operand, right: Operand): Expression => compare("notEqual", left, right);

function asIndex(coordinate: Operand): Expression {
  if (typeof coordinate === "number") return constant(coordinate, "int32");
  if (coordinate.dtype !== "int32") throw typeError("load", "int32 coordinates", coordinate.dtype);
  return coordinate;
}

function pair(operator: string, left: Operand, right: Operand): [Expression, Expression] {
  if (typeof left === "number") {
    if (typeof right === "number") throw new NNError("formula", `${operator}: one operand must be an expression`);
    return [constant(left, right.dtype), right];
  }
  if (typeof right === "number") return [left, constant(right, left.dtype)];
  if (left.dtype !== right.dtype) throw typeError(operator, `operands of one type`, `${left.dtype} and ${right.dtype}`);
  return [left, right];
}

function typeError(operator: string, expected: string, got: string): NNError {
  return new NNError("formula", `${operator}: expected ${expected}, got ${got}`);
}

const bitOperators: ReadonlySet<UnaryOperator> = new Set(["not"]);
const numberOperators: ReadonlySet<UnaryOperator> = new Set(["negate", "absolute", "sign"]);

function unaryDomain(operator: UnaryOperator): "float" | "bits" | "number" {
  if (bitOperators.has(operator)) return "bits";
  return numberOperators.has(operator) ? "number" : "float";
}

/** Rewrites that hold for every value, NaN, infinities and the sign of zero included. */
function identity(operator: BinaryOperator, a: Expression, b: Expression): Expression | undefined {
  const integer = !isFloat(a.dtype);
  const left = a.kind === "constant" ? a.value : undefined;
  const right = b.kind === "constant" ? b.value : undefined;
  switch (operator) {
    case "add":
      if (integer && left === 0) return b;
      return integer && right === 0 ? a : undefined;
    case "subtract":
      return right === 0 && !Object.is(right, -0) ? a : undefined;
    case "multiply":
      if (left === 1) return b;
      if (right === 1) return a;
      return integer && (left === 0 || right === 0) ? constant(0, a.dtype) : undefined;
    case "divide":
      return right === 1 ? a : undefined;
    case "floorDivide":
      return integer && right === 1 ? a : undefined;
    case "modulo":
      return integer && right === 1 ? constant(0, a.dtype) : undefined;
    case "and":
      if (a.dtype !== "bool") return undefined;
      if (left === 0 || right === 0) return constant(0, "bool");
      return left === 1 ? b : right === 1 ? a : undefined;
    case "or":
      if (a.dtype !== "bool") return undefined;
      if (left === 1 || right === 1) return constant(1, "bool");
      return left === 0 ? b : right === 0 ? a : undefined;
    default:
      return undefined;
  }
}
