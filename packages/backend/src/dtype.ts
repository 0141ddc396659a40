/** Element types of tensors and of the formula language. */
export type DType = "float32" | "float64" | "int32" | "uint32" | "bool";

/** Every element type, in the order in which documentation lists them. */
export const dtypes: readonly DType[] = ["float32", "float64", "int32", "uint32", "bool"];

/**
 * The JavaScript array that carries elements of each type in and out of a backend.
 * Booleans travel as bytes 0 and 1; how a backend stores them is its own affair.
 */
export interface TypedArrays {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  uint32: Uint32Array;
  bool: Uint8Array;
}

/** Any array that a backend reads or writes. */
export type TypedArray = TypedArrays[DType];

const constructors: { readonly [D in DType]: new (length: number) => TypedArrays[D] } = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  bool: Uint8Array,
};

/** A zero-filled array for `length` elements of `dtype`. */
export function createArray<D extends DType>(dtype: D, length: number): TypedArrays[D] {
  return new constructors[dtype](length);
}

/** The bytes that one element of `dtype` takes in a {@link TypedArray}. */
export function bytesPerElement(dtype: DType): number {
  return dtype === "float64" ? 8 : dtype === "bool" ? 1 : 4;
}

/** Whether `dtype` is a floating-point type: only these have gradients. */
export function isFloat(dtype: DType): boolean {
  return dtype === "float32" || dtype === "float64";
}
