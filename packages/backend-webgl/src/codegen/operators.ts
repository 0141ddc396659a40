import type { BinaryOperator, CompareOperator, DType, UnaryOperator } from "@nn/backend";
import { formatOf } from "../layout.ts";
import { vectorOf } from "./library.ts";

/** A computed value: the text of a GLSL expression without side effects, for one lane or for the four of a texel. */
export interface Value {
  readonly text: string;
  readonly dtype: DType;
  /** Whether it has a component for each lane; otherwise all lanes share it. */
  readonly wide: boolean;
}

/** A value, and how deep within loops it is known: 0 outside of all. */
export interface Placed extends Value {
  readonly level: number;
}

/** Calls a function of the library, which is then included. */
export type CallLibrary = (name: string, operands: readonly Value[]) => string;

const libraryUnaries: { readonly [O in UnaryOperator]?: string } = {
  exp: "exponential",
  expm1: "exponentialMinus1",
  log: "logarithm",
  log1p: "logarithmOf1Plus",
  sin: "sine",
  cos: "cosine",
  tan: "tangent",
  atan: "arcTangent",
  tanh: "hyperbolicTangent",
  sigmoid: "logistic",
  erf: "errorFunction",
};

const builtins: { readonly [O in UnaryOperator]?: string } = {
  floor: "floor",
  ceil: "ceil",
  round: "roundEven",
  truncate: "trunc",
  squareRoot: "sqrt",
};

/** The GLSL of a unary operator. */
export function unaryText(operator: UnaryOperator, x: Value, call: CallLibrary): string {
  const format = formatOf(x.dtype);
  switch (operator) {
    case "negate":
      return format === "uint" ? `(0u - ${x.text})` : `(-${x.text})`;
    case "absolute":
      return format === "uint" ? x.text : `abs(${x.text})`;
    case "sign":
      if (format === "float") return call("signOf", [x]);
      return format === "uint" ? `min(${x.text}, 1u)` : `sign(${x.text})`;
    case "not":
      return x.dtype === "bool" ? `(1 - ${x.text})` : `(~${x.text})`;
    default: {
      const name = libraryUnaries[operator];
      return name === undefined ? `${builtins[operator]!}(${x.text})` : call(name, [x]);
    }
  }
}

const symbols: { readonly [O in BinaryOperator]?: string } = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  and: "&",
  or: "|",
  xor: "^",
};

/** The GLSL of a binary operator. */
export function binaryText(operator: BinaryOperator, x: Value, y: Value, call: CallLibrary): string {
  const format = formatOf(x.dtype);
  switch (operator) {
    case "power":
      return call("raise", [x, y]);
    case "floorDivide":
    case "modulo":
      return call(`${operator}_${format}`, [x, y]);
    case "maximum":
    case "minimum":
      if (format === "float") return call(operator, [x, y]);
      return x.wide || !y.wide
        ? `${operator.slice(0, 3)}(${x.text}, ${y.text})`
        : `${operator.slice(0, 3)}(${y.text}, ${x.text})`;
    case "shiftLeft":
    case "shiftRight": {
      const amount = format === "uint" ? `(${y.text} & 31u)` : `(${y.text} & 31)`;
      return `(${widened(x, x.wide || y.wide)} ${operator === "shiftLeft" ? "<<" : ">>"} ${amount})`;
    }
    default:
      return `(${x.text} ${symbols[operator]!} ${y.text})`;
  }
}

const comparisons: { readonly [O in CompareOperator]: readonly [symbol: string, vectors: string] } = {
  less: ["<", "lessThan"],
  lessEqual: ["<=", "lessThanEqual"],
  equal: ["==", "equal"],
  notEqual: ["!=", "notEqual"],
};

/** The GLSL of a comparison, 0 or 1. */
export function compareText(operator: CompareOperator, x: Value, y: Value): string {
  const [symbol, vectors] = comparisons[operator];
  if (!x.wide && !y.wide) return `int(${x.text} ${symbol} ${y.text})`;
  return `ivec4(${vectors}(${widened(x, true)}, ${widened(y, true)}))`;
}

/** The GLSL of a cast; see `Cast` for the rules. */
export function castText(x: Value, to: DType, call: CallLibrary): string {
  const [from, into] = [formatOf(x.dtype), formatOf(to)];
  if (to === "bool") {
    const zero: Value = { text: from === "float" ? "0.0" : from === "uint" ? "0u" : "0", dtype: x.dtype, wide: false };
    return x.dtype === "bool" ? x.text : compareText("notEqual", x, zero);
  }
  if (from === into) return x.text;
  if (from === "float") return call(into === "int" ? "toInt" : "toUint", [x]);
  return `${x.wide ? vectorOf[into] : into}(${x.text})`;
}

/** A value's text, with one component for each lane if `wide`. */
export function widened(value: Value, wide: boolean): string {
  return wide && !value.wide ? `${vectorOf[formatOf(value.dtype)]}(${value.text})` : value.text;
}
