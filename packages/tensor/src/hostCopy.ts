import type { TypedArray } from "@nn/backend";

/** Bytes of the buffers that small copies share, and of the largest copy that does: few stay because of one. */
const sharedBytes = 8192;
const mostBytes = 1024;

let shared = new ArrayBuffer(sharedBytes);
let used = 0;

/**
 * A copy that the engine keeps for itself. Small ones lie in a buffer with others, since making a buffer takes several times
 * as long as filling it.
 */
export function hostCopy(data: TypedArray): TypedArray {
  const { byteLength } = data;
  if (byteLength > mostBytes) return data.slice();
  if (used + byteLength > sharedBytes) {
    shared = new ArrayBuffer(sharedBytes);
    used = 0;
  }
  const copy = viewLike(data, shared, used);
  copy.set(data);
  used += Math.ceil(byteLength / 8) * 8;
  return copy;
}

function viewLike(data: TypedArray, buffer: ArrayBuffer, start: number): TypedArray {
  const { length } = data;
  if (data instanceof Float32Array) return new Float32Array(buffer, start, length);
  if (data instanceof Int32Array) return new Int32Array(buffer, start, length);
  if (data instanceof Uint32Array) return new Uint32Array(buffer, start, length);
  if (data instanceof Float64Array) return new Float64Array(buffer, start, length);
  return new Uint8Array(buffer, start, length);
}
