import { isFloat, NNError, type DType, type TypedArray } from "@nn/backend";
import { Module, type AnyModule, type StateDict } from "@nn/module";
import type { Tensor } from "@nn/tensor";
import { bitsPerElement, type FileDType } from "./fileDType.ts";
import { toBfloat16, toFloat16 } from "./half.ts";
import { quoted } from "./invalid.ts";

/** Options of {@link save}. */
export interface SaveOptions {
  /** Free text by name. PyTorch's loaders look for `{ format: "pt" }`. Default: none. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** The type of floats in the file, to which they are rounded. Default: that of each tensor. */
  readonly floats?: "F64" | "F32" | "F16" | "BF16";
}

/**
 * A model's parameters and persistent buffers, or any tensors by name, as a file in the safetensors format. Names are
 * PyTorch's, so that `load_state_dict` takes them there. The header is padded so that the tensors start at a multiple
 * of 8; they are ordered by the size of their elements, the larger first, and by name, so that each is aligned.
 *
 * @returns the bytes of the file
 * @throws NNError `option` for a name or a text that the format cannot hold
 *
 * @example
 * ```ts
 * const bytes = await save({ scale: tensor([1, 2], { backend }) }, { floats: "F16" });
 * const file = await open(bytes);
 * await (await file.read("scale", { backend })).data(); // 1, 2
 * ```
 */
export async function save(model: AnyModule | StateDict, options: SaveOptions = {}): Promise<Uint8Array> {
  const state = Object.entries(model instanceof Module ? model.stateDict() : model);
  const { metadata = {} } = options;
  checkTexts(
    state.map(([name]) => name),
    metadata,
  );
  const stored = await Promise.all(
    state.map(async ([name, tensor]) => {
      const dtype = isFloat(tensor.dtype) ? (options.floats ?? fileDTypes[tensor.dtype]) : fileDTypes[tensor.dtype];
      return { name, dtype, shape: tensor.shape, data: await tensor.data() };
    }),
  );
  stored.sort((a, b) => bitsPerElement(b.dtype) - bitsPerElement(a.dtype) || (a.name < b.name ? -1 : 1));
  return assemble(stored, metadata);
}

/** A tensor that was read, and the type that it gets in the file. */
interface Stored extends Pick<Tensor, "shape"> {
  readonly name: string;
  readonly dtype: FileDType;
  readonly data: TypedArray;
}

function assemble(stored: readonly Stored[], metadata: Readonly<Record<string, string>>): Uint8Array {
  let end = 0;
  const places = stored.map(({ name, dtype, shape, data }) => {
    const start = end;
    end += (data.length * bitsPerElement(dtype)) / 8;
    return [name, { dtype, shape, data_offsets: [start, end] }] as const;
  });
  const entries = Object.keys(metadata).length > 0 ? [["__metadata__", metadata] as const, ...places] : places;
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries<unknown>(entries)));
  const padded = Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + end);
  bytes.fill(" ".charCodeAt(0), 8 + header.length, 8 + padded);
  bytes.set(header, 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  stored.forEach(({ dtype, data }, position) => {
    const write = writers[dtype]!;
    const view = new DataView(bytes.buffer, 8 + padded + places[position]![1].data_offsets[0]);
    const step = bitsPerElement(dtype) / 8;
    data.forEach((value, at) => write(view, at * step, value));
  });
  return bytes;
}

const fileDTypes: { readonly [D in DType]: FileDType } = {
  float32: "F32",
  float64: "F64",
  int32: "I32",
  uint32: "U32",
  bool: "BOOL",
};

const writers: Partial<Record<FileDType, (view: DataView, at: number, value: number) => void>> = {
  F64: (view, at, value) => view.setFloat64(at, value, true),
  F32: (view, at, value) => view.setFloat32(at, value, true),
  F16: (view, at, value) => view.setUint16(at, toFloat16(value), true),
  BF16: (view, at, value) => view.setUint16(at, toBfloat16(value), true),
  I32: (view, at, value) => view.setInt32(at, value, true),
  U32: (view, at, value) => view.setUint32(at, value, true),
  BOOL: (view, at, value) => view.setUint8(at, value),
};

function checkTexts(names: readonly string[], metadata: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(metadata)) {
    if (typeof text !== "string") {
      throw new NNError("option", `save: expected metadata ${quoted(name)} to be a text, got ${typeof text}`);
    }
  }
  if (names.includes("__metadata__")) {
    throw new NNError("option", `save: expected names of tensors other than "__metadata__", which the format keeps`);
  }
  const broken = [...names, ...Object.entries(metadata).flat()].find((text) => !isWellFormed(text));
  if (broken !== undefined) {
    throw new NNError("option", `save: expected texts that Unicode can encode, got ${quoted(broken)}`);
  }
}

/** Whether no half of a surrogate pair stands alone. */
function isWellFormed(text: string): boolean {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text)) === text;
}
