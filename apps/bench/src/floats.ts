/** What a library gave, as the floats that it must be. */
export function floats(data: unknown): Float32Array {
  if (data instanceof Float32Array) return data;
  throw new Error("expected float32 results");
}
