import type { DType } from "./dtype.ts";

/**
 * A scalar expression: what one element of a kernel's output is made of.
 *
 * Expressions are immutable and form a directed acyclic graph; a node that is used twice means one value. Index
 * arithmetic is in the same language as the numbers, so that a code generator can recognise affine accesses
 * (see `affine.ts`). Each node carries its element type; operands of one operator have the same type unless said
 * otherwise. Build expressions with the functions of `build.ts`, which check types and fold constants.
 */
export type Expression =
  Constant | Index | FoldIndex | Scalar | Load | Unary | Binary | Compare | Select | Cast | Folded;

/** A number known when the kernel is compiled. Booleans are 0 and 1. May be infinite or NaN for floats. */
export interface Constant {
  readonly kind: "constant";
  readonly dtype: DType;
  readonly value: number;
}

/** The position along axis `axis` of the kernel's shape. */
export interface Index {
  readonly kind: "index";
  readonly dtype: "int32";
  readonly axis: number;
}

/** The position along axis `axis` of the extents of the fold whose body it stands in. Valid in fold bodies only. */
export interface FoldIndex {
  readonly kind: "foldIndex";
  readonly dtype: "int32";
  readonly axis: number;
}

/** A number that the host gives with each run: a learning rate, a seed. It does not cause a new compilation. */
export interface Scalar {
  readonly kind: "scalar";
  readonly dtype: DType;
  /** Position in the kernel's `scalars`. */
  readonly scalar: number;
}

/**
 * An element of an input.
 *
 * Without `outside`, the coordinates are promised to lie within the input's shape. With it, a coordinate below 0 or
 * at or beyond the axis's size gives `outside` instead, and nothing is read.
 */
export interface Load {
  readonly kind: "load";
  readonly dtype: DType;
  /** Position in the kernel's `inputs`. */
  readonly input: number;
  /** One int32 expression for each axis of the input. */
  readonly coordinates: readonly Expression[];
  readonly outside?: number;
}

/** A function of one value; the result has the operand's type. */
export interface Unary {
  readonly kind: "unary";
  readonly dtype: DType;
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

/**
 * - all numeric types: `negate`, `absolute`, `sign`
 * - floats: `floor`, `ceil`, `round` (half to even), `truncate`, `squareRoot`, `exp`, `expm1`, `log`, `log1p`, `sin`,
 *   `cos`, `tan`, `atan`, `tanh`, `sigmoid` (1 / (1 + e^-x)), `erf`
 * - integers and bool: `not` (all bits; for bool the logical one)
 */
export type UnaryOperator =
  | "negate"
  | "absolute"
  | "sign"
  | "floor"
  | "ceil"
  | "round"
  | "truncate"
  | "squareRoot"
  | "exp"
  | "expm1"
  | "log"
  | "log1p"
  | "sin"
  | "cos"
  | "tan"
  | "atan"
  | "tanh"
  | "sigmoid"
  | "erf"
  | "not";

/** A function of two values of one type; the result has that type. */
export interface Binary {
  readonly kind: "binary";
  readonly dtype: DType;
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/**
 * - numeric: `add`, `subtract`, `multiply`; integers wrap around modulo 2^32
 * - floats: `divide`, `power`
 * - numeric: `floorDivide` and `modulo` round towards minus infinity, so the remainder has the divisor's sign; an
 *   integer divided by 0 gives 0 for both
 * - numeric: `maximum`, `minimum`; a NaN on either side gives NaN
 * - integers and bool: `and`, `or`, `xor`; integers: `shiftLeft`, `shiftRight` (of an int32 keeps the sign; the amount
 *   counts modulo 32)
 */
export type BinaryOperator =
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "power"
  | "floorDivide"
  | "modulo"
  | "maximum"
  | "minimum"
  | "and"
  | "or"
  | "xor"
  | "shiftLeft"
  | "shiftRight";

/** A comparison of two values of one type. Every comparison with NaN is false, but for `notEqual`. */
export interface Compare {
  readonly kind: "compare";
  readonly dtype: "bool";
  readonly operator: CompareOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** The comparisons; greater-than is less-than with its operands exchanged. */
export type CompareOperator = "less" | "lessEqual" | "equal" | "notEqual";

/** One of two values of one type. The other one has no effect, whatever it is: not even NaN or an infinity. */
export interface Select {
  readonly kind: "select";
  readonly dtype: DType;
  /** Of type bool. */
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}

/**
 * A value in another type. Float to integer truncates towards zero, saturates at the type's limits and makes NaN 0;
 * between int32 and uint32 the bits stay; to bool is "differs from 0"; from bool gives 0 or 1.
 */
export interface Cast {
  readonly kind: "cast";
  readonly dtype: DType;
  readonly operand: Expression;
}

/** The result of the kernel's fold number `fold`. Valid in outputs, and in the bodies of later folds. */
export interface Folded {
  readonly kind: "folded";
  readonly dtype: DType;
  readonly fold: number;
}
