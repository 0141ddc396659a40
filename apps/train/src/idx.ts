import { gunzipSync } from "node:zlib";
import { NNError } from "@nn/backend";

/** What an IDX file of bytes holds. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of bytes, the format of MNIST: two zero bytes, the element type (8 for bytes), the number of axes,
 * each size as a big-endian 32-bit number, and the elements in row-major order. A gzip stream is unpacked first.
 *
 * @param name of the file, for errors
 * @param axes how many axes the file has to have
 * @throws NNError `data` for a file that is foreign, truncated, or longer than it says
 */
export function parseIdx(bytes: Uint8Array, name: string, axes: number): IdxArray {
  const content = unpack(bytes, name);
  const header = 4 + 4 * axes;
  if (content.length < 4) throw problem(name, `expected an IDX file, got ${content.length} bytes`);
  const magic = [...content.subarray(0, 4)];
  if (magic[0] !== 0 || magic[1] !== 0) {
    throw problem(name, `expected an IDX file, which starts with two zero bytes, got ${hexOf(magic)}`);
  }
  if (magic[2] !== 8) throw problem(name, `expected elements of type 8 (bytes), got type ${magic[2]}`);
  if (magic[3] !== axes) throw problem(name, `expected ${axes} axes, got ${magic[3]}`);
  if (content.length < header) {
    throw problem(name, `expected a header of ${header} bytes, got ${content.length} bytes: the file is truncated`);
  }
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const wanted = header + shape.reduce((product, size) => product * size, 1);
  if (content.length !== wanted) {
    const reason = content.length < wanted ? "the file is truncated" : "it is longer than it says";
    throw problem(name, `expected ${wanted} bytes for [${shape.join(", ")}], got ${content.length}: ${reason}`);
  }
  return { shape, data: content.subarray(header) };
}

function unpack(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw problem(name, `its gzip stream is damaged (${error instanceof Error ? error.message : String(error)})`);
  }
}

function problem(name: string, message: string): NNError {
  return new NNError("data", `${name}: ${message}`);
}

function hexOf(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
