import { formatShape } from "@nn/tensor";
import { bitsPerElement, isFileDType, type FileDType } from "./fileDType.ts";
import { invalid, quoted } from "./invalid.ts";
import { scanHeader } from "./scanHeader.ts";

/** What a file says of one of its tensors. */
export interface TensorEntry {
  /** The type of its elements in the file. */
  readonly dtype: FileDType;
  readonly shape: readonly number[];
  /** Where its bytes start, counted from the end of the header. */
  readonly start: number;
  /** Where they end. */
  readonly end: number;
}

/** What the header of a file says. */
export interface Header {
  /** Free text by name. */
  readonly metadata: ReadonlyMap<string, string>;
  /** By name, in the order of the file. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
}

/**
 * Reads a header and checks all that it claims: each entry by itself, and that the tensors cover the `available` bytes
 * behind the header without a gap or an overlap.
 *
 * @throws NNError `data` for the first thing that is wrong
 */
export function parseHeader(bytes: Uint8Array, available: number): Header {
  const text = decodeText(bytes);
  scanHeader(text);
  const entries = Object.entries(recordOf(parseJson(text), "the header"));
  const metadata = entries.find(([name]) => name === "__metadata__");
  const tensors = entries
    .filter((entry) => entry !== metadata)
    .map(([name, value]) => [name, entryOf(quoted(name), value, available)] as const);
  checkCover(tensors, available);
  return { metadata: metadataOf(metadata?.[1]), tensors: new Map(tensors) };
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid("expected a header in UTF-8");
  }
}

function parseJson(text: string): unknown {
  if (!text.startsWith("{")) throw invalid(`expected a header that starts with "{", got ${quoted(text.slice(0, 8))}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(`expected a header in JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

function recordOf(value: unknown, what: string): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw invalid(`expected ${what} to be an object, got ${describe(value)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function metadataOf(value: unknown): Map<string, string> {
  const metadata = new Map<string, string>();
  for (const [name, text] of Object.entries(value === undefined ? {} : recordOf(value, "__metadata__"))) {
    if (typeof text !== "string") {
      throw invalid(`expected metadata ${quoted(name)} to be a text, got ${describe(text)}`);
    }
    metadata.set(name, text);
  }
  return metadata;
}

function entryOf(name: string, value: unknown, available: number): TensorEntry {
  const entry = recordOf(value, `tensor ${name}`);
  const [dtype, shape, offsets] = ["dtype", "shape", "data_offsets"].map((key) =>
    Object.hasOwn(entry, key) ? entry[key] : undefined,
  );
  if (!isFileDType(dtype)) throw invalid(`expected a known dtype of tensor ${name}, got ${describe(dtype)}`);
  if (!isSizes(shape)) {
    throw invalid(`expected the shape of tensor ${name} to be integers of at least 0, got ${describe(shape)}`);
  }
  if (!isSizes(offsets) || offsets.length !== 2) {
    throw invalid(`expected data_offsets of tensor ${name} to be a start and an end, got ${describe(offsets)}`);
  }
  const [start, end] = [offsets[0]!, offsets[1]!];
  if (start > end || end > available) {
    const expected = `data_offsets of tensor ${name} within the ${available} bytes behind the header`;
    throw invalid(`expected ${expected}, got ${formatShape(offsets)}: the file is truncated or damaged`);
  }
  const wanted = byteCount(name, dtype, shape);
  if (end - start !== wanted) {
    throw invalid(`expected ${wanted} bytes for tensor ${name}, ${dtype} ${shortShape(shape)}, got ${end - start}`);
  }
  return { dtype, shape, start, end };
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** @throws NNError `data` where the product of the shape overflows, even if a 0 comes later */
function byteCount(name: string, dtype: FileDType, shape: readonly number[]): number {
  let bits = bitsPerElement(dtype);
  for (const size of shape) {
    bits *= size;
    if (!Number.isSafeInteger(bits)) throw invalid(`tensor ${name} is too large: ${dtype} ${shortShape(shape)}`);
  }
  if (bits % 8 !== 0) throw invalid(`expected tensor ${name} to fill whole bytes, got ${dtype} ${shortShape(shape)}`);
  return bits / 8;
}

function checkCover(tensors: readonly (readonly [name: string, entry: TensorEntry])[], available: number): void {
  let covered = 0;
  for (const [name, { start, end }] of [...tensors].sort(([, a], [, b]) => a.start - b.start || a.end - b.end)) {
    if (start !== covered) {
      const what = start < covered ? "overlaps the tensor before it" : "leaves a hole before it";
      throw invalid(`expected tensor ${quoted(name)} to start at byte ${covered}, got ${start}: it ${what}`);
    }
    covered = end;
  }
  if (covered !== available) {
    throw invalid(`expected ${covered} bytes behind the header, got ${available}: the file is longer than it says`);
  }
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return shortShape(value);
  return isRecord(value) ? "an object" : JSON.stringify(value);
}

function shortShape(values: readonly unknown[]): string {
  return JSON.stringify(values.slice(0, 8)).slice(0, 80) + (values.length > 8 ? "…" : "");
}
