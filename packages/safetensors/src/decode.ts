import type { FileDType } from "./fileDType.ts";
import { fromBfloat16, fromFloat16 } from "./half.ts";

/** Numbers as they were in a file; those of 64-bit integers as bigints. */
export type Decoded = Float32Array | Float64Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array;

/** How each type is read, as little-endian bytes at whatever alignment. Types that are not here are not numbers. */
const readers: Partial<Record<FileDType, (view: DataView, count: number) => Decoded>> = {
  F64: (view, count) => new Float64Array(count).map((_, at) => view.getFloat64(8 * at, true)),
  F32: (view, count) => new Float32Array(count).map((_, at) => view.getFloat32(4 * at, true)),
  F16: (view, count) => new Float32Array(count).map((_, at) => fromFloat16(view.getUint16(2 * at, true))),
  BF16: (view, count) => new Float32Array(count).map((_, at) => fromBfloat16(view.getUint16(2 * at, true))),
  I64: (view, count) => new BigInt64Array(count).map((_, at) => view.getBigInt64(8 * at, true)),
  I32: (view, count) => new Int32Array(count).map((_, at) => view.getInt32(4 * at, true)),
  I16: (view, count) => new Int32Array(count).map((_, at) => view.getInt16(2 * at, true)),
  I8: (view, count) => new Int32Array(count).map((_, at) => view.getInt8(at)),
  U64: (view, count) => new BigUint64Array(count).map((_, at) => view.getBigUint64(8 * at, true)),
  U32: (view, count) => new Uint32Array(count).map((_, at) => view.getUint32(4 * at, true)),
  U16: (view, count) => new Int32Array(count).map((_, at) => view.getUint16(2 * at, true)),
  U8: (view, count) => new Int32Array(count).map((_, at) => view.getUint8(at)),
  BOOL: (view, count) => new Int32Array(count).map((_, at) => view.getUint8(at)),
};

/** The `count` numbers that `bytes` hold; `undefined` for a type that is read as bytes only. */
export function decode(bytes: Uint8Array, dtype: FileDType, count: number): Decoded | undefined {
  return readers[dtype]?.(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), count);
}
