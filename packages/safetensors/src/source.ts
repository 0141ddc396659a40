import { invalid } from "./invalid.ts";

/** Bytes that are read where they are needed: a file handle, a range of a URL. */
export interface ByteSource {
  /** How many bytes there are. */
  readonly size: number;
  /** The bytes from `offset` to `offset + length`, all of them. */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
}

/** What files are read from. A browser's `File` is a `Blob`. */
export type Source = Uint8Array | ArrayBuffer | Blob | ByteSource;

/** `source` as bytes that can be read in parts. */
export function byteSource(source: Source): ByteSource {
  if (source instanceof ArrayBuffer) return byteSource(new Uint8Array(source));
  if (source instanceof Uint8Array) {
    return { size: source.length, read: (offset, length) => source.subarray(offset, offset + length) };
  }
  if ("read" in source) return source;
  return {
    size: source.size,
    read: async (offset, length) => new Uint8Array(await source.slice(offset, offset + length).arrayBuffer()),
  };
}

/** @throws NNError `data` unless the source gives as many bytes as it was asked for */
export async function readExactly(source: ByteSource, offset: number, length: number): Promise<Uint8Array> {
  const bytes = await source.read(offset, length);
  if (bytes.length === length) return bytes;
  throw invalid(`expected ${length} bytes at ${offset}, got ${bytes.length}: the source is shorter than it says`);
}
