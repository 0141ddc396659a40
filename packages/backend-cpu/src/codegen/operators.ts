import type { BinaryOperator, CompareOperator, DType, UnaryOperator } from "@nn/backend";
import type { PlainOperator } from "../assembler/index.ts";

/** Instructions by operator, for those that have one. */
type Table<Operator extends string> = { readonly [O in Operator]?: PlainOperator };

/** The element types that this backend computes with. */
export type Kind = "float32" | "int32" | "uint32" | "bool";

/** The element type as one of those that this backend has. */
export function kindOf(dtype: DType): Kind {
  return dtype === "float64" ? "float32" : dtype;
}

const integerBits: Table<BinaryOperator> = { and: "v128.and", or: "v128.or", xor: "v128.xor" };
const scalarBits: Table<BinaryOperator> = { and: "i32.and", or: "i32.or", xor: "i32.xor" };
const vectorInteger: Table<BinaryOperator> = {
  ...integerBits,
  add: "i32x4.add",
  subtract: "i32x4.sub",
  multiply: "i32x4.mul",
};
const scalarInteger: Table<BinaryOperator> = {
  ...scalarBits,
  add: "i32.add",
  subtract: "i32.sub",
  multiply: "i32.mul",
  shiftLeft: "i32.shl",
};

export const vectorBinary: { readonly [K in Kind]: Table<BinaryOperator> } = {
  float32: {
    add: "f32x4.add",
    subtract: "f32x4.sub",
    multiply: "f32x4.mul",
    divide: "f32x4.div",
    maximum: "f32x4.max",
    minimum: "f32x4.min",
  },
  int32: { ...vectorInteger, maximum: "i32x4.max_s", minimum: "i32x4.min_s" },
  uint32: { ...vectorInteger, maximum: "i32x4.max_u", minimum: "i32x4.min_u" },
  bool: integerBits,
};

export const scalarBinary: { readonly [K in Kind]: Table<BinaryOperator> } = {
  float32: {
    add: "f32.add",
    subtract: "f32.sub",
    multiply: "f32.mul",
    divide: "f32.div",
    maximum: "f32.max",
    minimum: "f32.min",
  },
  int32: { ...scalarInteger, shiftRight: "i32.shr_s" },
  uint32: { ...scalarInteger, shiftRight: "i32.shr_u" },
  bool: scalarBits,
};

export const vectorUnary: { readonly [K in Kind]: Table<UnaryOperator> } = {
  float32: {
    negate: "f32x4.neg",
    absolute: "f32x4.abs",
    floor: "f32x4.floor",
    ceil: "f32x4.ceil",
    round: "f32x4.nearest",
    truncate: "f32x4.trunc",
    squareRoot: "f32x4.sqrt",
  },
  int32: { negate: "i32x4.neg", absolute: "i32x4.abs", not: "v128.not" },
  uint32: { negate: "i32x4.neg", not: "v128.not" },
  bool: { not: "v128.not" },
};

export const scalarUnary: { readonly [K in Kind]: Table<UnaryOperator> } = {
  float32: {
    negate: "f32.neg",
    absolute: "f32.abs",
    floor: "f32.floor",
    ceil: "f32.ceil",
    round: "f32.nearest",
    truncate: "f32.trunc",
    squareRoot: "f32.sqrt",
  },
  int32: {},
  uint32: {},
  bool: { not: "i32.eqz" },
};

const unsignedVector = {
  less: "i32x4.lt_u",
  lessEqual: "i32x4.le_u",
  equal: "i32x4.eq",
  notEqual: "i32x4.ne",
} as const;
const unsignedScalar = { less: "i32.lt_u", lessEqual: "i32.le_u", equal: "i32.eq", notEqual: "i32.ne" } as const;

export const vectorCompare: { readonly [K in Kind]: { readonly [O in CompareOperator]: PlainOperator } } = {
  float32: { less: "f32x4.lt", lessEqual: "f32x4.le", equal: "f32x4.eq", notEqual: "f32x4.ne" },
  int32: { less: "i32x4.lt_s", lessEqual: "i32x4.le_s", equal: "i32x4.eq", notEqual: "i32x4.ne" },
  uint32: unsignedVector,
  bool: unsignedVector,
};

export const scalarCompare: { readonly [K in Kind]: { readonly [O in CompareOperator]: PlainOperator } } = {
  float32: { less: "f32.lt", lessEqual: "f32.le", equal: "f32.eq", notEqual: "f32.ne" },
  int32: { less: "i32.lt_s", lessEqual: "i32.le_s", equal: "i32.eq", notEqual: "i32.ne" },
  uint32: unsignedScalar,
  bool: unsignedScalar,
};
