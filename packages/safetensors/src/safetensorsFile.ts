import { NNError, type Backend, type DType } from "@nn/backend";
import type { StateDict } from "@nn/module";
import { sizeOf, tensor, type Tensor } from "@nn/tensor";
import { convert, isConvertible } from "./convert.ts";
import { decode } from "./decode.ts";
import { naturalDType } from "./fileDType.ts";
import { quoted } from "./invalid.ts";
import type { Header, TensorEntry } from "./parseHeader.ts";
import { readExactly, type ByteSource } from "./source.ts";

/** Options of {@link SafetensorsFile.read}. */
export interface ReadOptions {
  /** The backend of the tensor. */
  readonly backend: Backend;
  /**
   * The type of the tensor. Floats are rounded to it; integers and truth values have to keep their values. Default:
   * float32 for F32, F16 and BF16, float64 for F64, bool for BOOL, uint32 for U32 and U64, int32 for other integers.
   */
  readonly dtype?: DType | undefined;
}

/** An opened file: its header has been read and checked, its tensors are read when they are asked for. */
export class SafetensorsFile {
  /** Free text by name: the file's `__metadata__`. */
  readonly metadata: ReadonlyMap<string, string>;
  /** The type, shape and place of each tensor, by name. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  private readonly source: ByteSource;
  private readonly dataOffset: number;

  /** @internal Made by `open`. */
  constructor(source: ByteSource, dataOffset: number, { metadata, tensors }: Header) {
    this.source = source;
    this.dataOffset = dataOffset;
    this.metadata = metadata;
    this.tensors = tensors;
  }

  /**
   * The bytes of a tensor as they are in the file, little-endian and row-major.
   *
   * @throws NNError `option` if there is no such tensor
   * @throws NNError `data` if the source gives fewer bytes than it has to
   */
  async bytes(name: string): Promise<Uint8Array> {
    const { start, end } = this.entry(name);
    return readExactly(this.source, this.dataOffset + start, end - start);
  }

  /**
   * A tensor of the file.
   *
   * @throws NNError `option` if there is no such tensor
   * @throws NNError `dtype` if its elements cannot be given in the type: floats as integers, an integer that is too
   *   large, or a type such as F8_E4M3 that there is none for
   * @throws NNError `data` if the source gives fewer bytes than it has to
   */
  async read(name: string, options: ReadOptions): Promise<Tensor> {
    const { dtype: from, shape } = this.entry(name);
    const dtype = options.dtype ?? naturalDType(from);
    if (naturalDType(from) === undefined || dtype === undefined || !isConvertible(from, dtype)) {
      const wanted = options.dtype ?? "a tensor";
      throw new NNError("dtype", `safetensors: expected elements that become ${wanted} in tensor ${quoted(name)}, got ${from}`); // prettier-ignore
    }
    const numbers = decode(await this.bytes(name), from, sizeOf(shape))!;
    return tensor(convert(numbers, from, dtype, name), { backend: options.backend, dtype, shape });
  }

  /**
   * All tensors of the file.
   *
   * @throws NNError `dtype` or `data` as {@link SafetensorsFile.read}
   */
  async stateDict(options: ReadOptions): Promise<StateDict> {
    const entries: [string, Tensor][] = [];
    for (const name of this.tensors.keys()) entries.push([name, await this.read(name, options)]);
    return Object.fromEntries(entries);
  }

  private entry(name: string): TensorEntry {
    const entry = this.tensors.get(name);
    if (entry) return entry;
    throw new NNError("option", `safetensors: expected the name of a tensor in the file, got ${quoted(name)}`);
  }
}
