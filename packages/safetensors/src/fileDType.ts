import type { DType } from "@nn/backend";

/** The bits that one element takes, by the names of element types in files. */
const bits = {
  F64: 64,
  F32: 32,
  F16: 16,
  BF16: 16,
  I64: 64,
  I32: 32,
  I16: 16,
  I8: 8,
  U64: 64,
  U32: 32,
  U16: 16,
  U8: 8,
  BOOL: 8,
  C64: 64,
  F8_E4M3: 8,
  F8_E5M2: 8,
  F8_E8M0: 8,
  F6_E2M3: 6,
  F6_E3M2: 6,
  F4: 4,
} as const;

/** The name of an element type in a file. */
export type FileDType = keyof typeof bits;

/** The bits that one element of `dtype` takes. */
export function bitsPerElement(dtype: FileDType): number {
  return bits[dtype];
}

/** Whether a file may name this element type. */
export function isFileDType(name: unknown): name is FileDType {
  return typeof name === "string" && Object.hasOwn(bits, name);
}

/** The types of elements that tensors can be made of, each with the type that holds them where none is asked for. */
const tensorDTypes: Partial<Record<FileDType, DType>> = {
  F64: "float64",
  F32: "float32",
  F16: "float32",
  BF16: "float32",
  I64: "int32",
  I32: "int32",
  I16: "int32",
  I8: "int32",
  U64: "uint32",
  U32: "uint32",
  U16: "int32",
  U8: "int32",
  BOOL: "bool",
};

/** The type of the tensor that elements of `dtype` become; `undefined` where they cannot become one. */
export function naturalDType(dtype: FileDType): DType | undefined {
  return tensorDTypes[dtype];
}

/** Whether `dtype` is one of the floating-point types that tensors can be made of. */
export function isFloatInFile(dtype: FileDType): boolean {
  return dtype === "F64" || dtype === "F32" || dtype === "F16" || dtype === "BF16";
}
